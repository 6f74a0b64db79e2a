//! Tokens and keys on request.

use super::{Client, headers};
use crate::Error;
use crate::descriptor::{Endpoint, Method};
use crate::token::{AccessToken, ApprovalKey, oauth};

/// Tokens and keys, for what this crate doesn't do by itself. Calls of TRs need none of this.
impl Client {
    /// The access token (접근토큰) that this client's calls use, for a request of your own to the same server.
    ///
    /// It is the one of the [store](crate::token), or a new one. Ask again for each use rather than keep it: that costs
    /// nothing while it is good. Where the server refuses it, say so with [`Client::discard_access_token`].
    ///
    /// ```no_run
    /// # async fn run(client: kis_sdk::Client) -> Result<(), kis_sdk::Error> {
    /// let token = client.access_token().await?;
    /// let authorization = format!("Bearer {}", token.expose());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Auth`](crate::ErrorKind::Auth) where app key or secret are wrong,
    /// [`ErrorKind::RateLimited`](crate::ErrorKind::RateLimited) where the server issues none in time, and those of the
    /// network.
    pub async fn access_token(&self) -> Result<AccessToken, Error> {
        self.shared.tokens.get(&self.shared.http, &self.shared.credentials).await.map(AccessToken)
    }

    /// The access token that is kept already, in this process or in the [store](crate::token), good or not; `None` where there
    /// is none. Nothing is sent: to look whether there is one and how long it lasts.
    ///
    /// ```no_run
    /// # async fn run(client: kis_sdk::Client) {
    /// match client.kept_access_token().await {
    ///     Some(token) => println!("good for {} more minutes", token.remaining().as_secs() / 60),
    ///     None => println!("none: the next call asks for one"),
    /// }
    /// # }
    /// ```
    pub async fn kept_access_token(&self) -> Option<AccessToken> {
        self.shared.tokens.kept().await.map(AccessToken)
    }

    /// Says that the server refused this access token (`EGW00121`, `EGW00123`): nobody uses it any more, and the next call
    /// gets another one. Nothing happens where another one is there already. Nothing is sent.
    pub async fn discard_access_token(&self, refused: &AccessToken) {
        self.shared.tokens.forget(&refused.0).await;
    }

    /// The key of a realtime connection (웹소켓 접속키, `POST /oauth2/Approval`), from the [store](crate::token) or new.
    ///
    /// It lives for a day and opens connections only: one that is open stays so. Where the server refuses it
    /// (`OPSP0011`), say so with [`Client::discard_approval_key`].
    ///
    /// ```no_run
    /// # async fn run(client: kis_sdk::Client) -> Result<(), kis_sdk::Error> {
    /// let key = client.approval_key().await?;
    /// let header = format!(r#"{{"approval_key":"{}","custtype":"P","tr_type":"1"}}"#, key.expose());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Client::access_token`].
    pub async fn approval_key(&self) -> Result<ApprovalKey, Error> {
        self.shared.tokens.approval_key(&self.shared.http, &self.shared.credentials).await.map(ApprovalKey)
    }

    /// Says that the server refused this approval key: as [`Client::discard_access_token`].
    pub async fn discard_approval_key(&self, refused: &ApprovalKey) {
        self.shared.tokens.forget_approval_key(&refused.0).await;
    }

    /// Ends the access token (접근토큰폐기, `POST /oauth2/revokeP`) and removes it from the [store](crate::token). The next
    /// call asks for another one. Gives `false`, and sends nothing, where there is no token.
    ///
    /// A program needs this only to shut others out that hold the token: it ends by itself after a day. **Other processes
    /// with the same app key use the same token**, and have to get another one, too.
    ///
    /// # Errors
    /// [`ErrorKind::Auth`](crate::ErrorKind::Auth) or [`ErrorKind::Refused`](crate::ErrorKind::Refused) where the server
    /// refuses, and those of the network; then the token stays. One that the server doesn't know any more is no error.
    pub async fn revoke_token(&self) -> Result<bool, Error> {
        self.shared.tokens.revoke(&self.shared.http, &self.shared.credentials).await
    }

    /// The hash key (해쉬키, `POST /uapi/hashkey`) of a request's body: what older programs send as the header `hashkey`.
    ///
    /// **Not needed**: the server takes orders without one, the vendor's own samples send none, and neither does this
    /// crate. The request itself is not sent; its body is, account number included, so that the server can hash it.
    ///
    /// # Errors
    /// [`ErrorKind::Input`](crate::ErrorKind::Input) for a TR that is asked with GET and so has no body; otherwise as
    /// [`Client::access_token`].
    pub async fn hash_key<E: Endpoint>(&self, request: &E) -> Result<String, Error> {
        let call = request.call();
        if call.tr().method != Method::Post {
            return Err(Error::input("only a POST has a body to hash; nothing was sent").of(call));
        }
        let mut headers = headers::content_type();
        headers::sign(&mut headers, &self.shared.credentials)?;
        let reply = self.shared.http.hash(call.into(), headers).await;
        let reply = reply.map_err(|failure| failure.into_error(None).of(call))?;
        oauth::read_hash_key(&reply).map_err(|error| error.of(call))
    }
}
