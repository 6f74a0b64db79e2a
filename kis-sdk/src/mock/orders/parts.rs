//! What the pages call the parts of an order: by wire name, since that is more alike than 한글명.

use crate::descriptor::{Field, FieldKind, Parameter};

/// The names of an order's number. A page with several means the first of them: a reserved order has a number of its own,
/// beside that of the order that it becomes one day.
const NUMBERS: [&str; 4] = ["ovrs_rsvn_odno", "rsvn_ord_seq", "odno", "oder_no"];

/// The name of the order number that an order refers to.
const ORIGINAL: &str = "orgn_odno";

/// Words in a name that say for which market it is, and nothing about what it is.
const DECORATION: [&str; 10] = ["ft", "fm", "ovrs", "bond", "rsvn", "limit", "shtn", "futr", "fx", "cd"];

/// A part of an order that pages call by several names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// `PDNO`, `SHTN_PDNO`, `OVRS_FUTR_FX_PDNO`
    Stock,
    /// `ORD_QTY`, `FM_ORD_QTY`, `ord_rsvn_qty`
    Quantity,
    /// `ORD_UNPR`, `OVRS_ORD_UNPR`, `UNIT_PRICE`, `ord_idx`
    Price,
    /// `SLL_BUY_DVSN_CD`
    Side,
    /// `RVSE_CNCL_DVSN_CD`
    Change,
}

/// Which part of an order a parameter or field is.
pub(super) fn part(name: &str) -> Option<Part> {
    match plain(name).as_str() {
        "pdno" => Some(Part::Stock),
        "ord_qty" => Some(Part::Quantity),
        "ord_unpr" | "ord_pric" | "ord_idx" | "unit_price" => Some(Part::Price),
        "sll_buy_dvsn" => Some(Part::Side),
        "rvse_cncl_dvsn" => Some(Part::Change),
        _ => None,
    }
}

/// A name without case, decoration and the digits at its end: `FT_ORD_UNPR3` is `ord_unpr`.
pub(super) fn plain(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let name = name.trim_end_matches(|last: char| last.is_ascii_digit());
    name.split('_').filter(|word| !DECORATION.contains(word)).collect::<Vec<_>>().join("_")
}

/// 한글명 without blanks.
pub(super) fn label(label: &str) -> String {
    label.split_whitespace().collect()
}

/// Whether it holds the number of an order.
pub(super) fn is_number(name: &str) -> bool {
    NUMBERS.iter().any(|number| name.eq_ignore_ascii_case(number))
}

/// Whether it holds the number of the order that this one changes.
pub(super) fn is_original(name: &str) -> bool {
    name.eq_ignore_ascii_case(ORIGINAL)
}

/// Whether a parameter of an order can name the order that it changes.
pub(super) fn refers(parameter: &Parameter) -> bool {
    is_original(parameter.name) || is_number(parameter.name)
}

/// By what name an order number goes among these names.
pub(super) fn number_among<'n>(names: impl Iterator<Item = &'n str>) -> Option<&'static str> {
    let names: Vec<&str> = names.collect();
    NUMBERS.into_iter().find(|number| names.iter().any(|name| name.eq_ignore_ascii_case(number)))
}

/// The fields of a list or an object.
pub(super) fn inside(field: &Field) -> &'static [Field] {
    match field.kind {
        FieldKind::Array(fields) | FieldKind::Object(fields) => fields,
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_part_goes_by_many_names() {
        for (names, expected) in [
            (["PDNO", "shtn_pdno", "OVRS_FUTR_FX_PDNO"], Part::Stock),
            (["ORD_QTY2", "ft_ord_qty", "ord_rsvn_qty"], Part::Quantity),
            (["BOND_ORD_UNPR", "ft_ord_unpr3", "FM_LIMIT_ORD_PRIC"], Part::Price),
            (["UNIT_PRICE", "ord_idx4", "ord_idx"], Part::Price),
            (["SLL_BUY_DVSN_CD", "sll_buy_dvsn", "SLL_BUY_DVSN"], Part::Side),
        ] {
            for name in names {
                assert_eq!(part(name), Some(expected), "{name}");
            }
        }
        for name in ["tot_ord_qty", "ord_psbl_qty", "FM_STOP_ORD_PRIC", "fm_ord_rmn_qty", "mgco_aptm_odno"] {
            assert_eq!(part(name), None, "{name}");
        }
    }

    #[test]
    fn a_reserved_order_goes_by_the_number_of_its_reservation() {
        assert_eq!(number_among(["ODNO", "OVRS_RSVN_ODNO"].into_iter()), Some("ovrs_rsvn_odno"));
        assert_eq!(number_among(["odno", "orgn_odno"].into_iter()), Some("odno"));
        assert_eq!(number_among(["orgn_odno"].into_iter()), None);
    }
}
