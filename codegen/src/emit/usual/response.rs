//! The answer: structs with `Deserialize`, blank values read by functions of the crate.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::response::{about, about_field, kind};
use super::super::{Module, ident};
use crate::model::{Field, Shape, Value};
use crate::names::RecordName;

pub(super) fn items(module: &Module<'_>) -> TokenStream {
    let records = module.names.records.iter().zip(module.rows());
    records.map(|(names, (container, rows))| record(module, names, container, rows)).collect()
}

fn record(module: &Module<'_>, names: &RecordName, container: Option<&Field>, rows: &[Field]) -> TokenStream {
    let is_realtime = module.transaction.is_realtime();
    let about = about(module, container);
    let name = ident(&names.name);
    let envelope = (container.is_none() && !is_realtime).then(|| {
        quote! {
            /// `rt_cd`: `0` where all is well.
            #[serde(default)]
            pub rt_cd: String,
            /// `msg_cd`: the code of the message.
            #[serde(default)]
            pub msg_cd: String,
            /// `msg1`: the message.
            #[serde(default)]
            pub msg1: String,
        }
    });
    let members = rows.iter().zip(&names.fields).map(|(row, name)| member(module, row, name));
    let columns = (container.is_none() && is_realtime).then(|| {
        quote! {
            impl Record {
                /// Reads one record from its columns.
                ///
                /// # Errors
                /// Where a column is not what its field is.
                pub fn columns(text: &str) -> Result<Self, Error> {
                    values::columns(text)
                }
            }
        }
    });
    quote! {
        #about
        #[derive(Clone, Debug, PartialEq, Deserialize)]
        pub struct #name {
            #envelope
            #(#members,)*
        }

        #columns
    }
}

fn member(module: &Module<'_>, row: &Field, name: &str) -> TokenStream {
    let about = about_field(row, name);
    let rename = (row.wire != name).then(|| {
        let wire = &row.wire;
        quote!(rename = #wire,)
    });
    let with = match &row.shape {
        Shape::Value(Value::Decimal) => Some("values::decimal"),
        Shape::Value(Value::Date) => Some("values::date"),
        Shape::Value(Value::Time) => Some("values::time"),
        Shape::Value(Value::Text | Value::Code(_)) | Shape::Object(_) | Shape::Array(_) => None,
    };
    let with = with.map(|with| quote!(, deserialize_with = #with));
    let kind = match &row.shape {
        Shape::Value(Value::Code(_)) => {
            let coded = module.coded(&row.address);
            quote!(#coded)
        }
        _ => kind(module, row),
    };
    let name = ident(name);
    quote! {
        #about
        #[serde(#rename default #with)]
        pub #name: #kind
    }
}
