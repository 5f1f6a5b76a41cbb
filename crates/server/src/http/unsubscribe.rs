//! Wanting no more e-mail, by a link that works without signing in.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{error::Answer, identity::Caller, request::Path};
use crate::wiring::App;

/// Routes of this file. Mail programs ask here with a form and from elsewhere (RFC 8058 §3.2):
/// the code is what entitles, and no cookie is looked at.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(ask_to_stop_mail, stop_mail))
}

/// Leads to the page that asks whether one means it: what only looks at links changes nothing.
#[utoipa::path(get, path = "/unsubscribe/{code}", responses((status = 303)))]
async fn ask_to_stop_mail(Path(code): Path<String>) -> Response {
    // Anything but a code would lead elsewhere.
    let code: String = code.chars().filter(|it| it.is_ascii_alphanumeric() || "._-".contains(*it)).collect();
    Redirect::to(&format!("/unsubscribe#{code}")).into_response()
}

/// No more e-mail about what one missed. The code is the one in the e-mail's link.
#[utoipa::path(post, path = "/unsubscribe/{code}", responses((status = 204)))]
async fn stop_mail(State(app): State<App>, caller: Caller, Path(code): Path<String>) -> Answer<StatusCode> {
    app.chat.unsubscribe(&code, &caller.address.to_string()).await?;
    Ok(StatusCode::NO_CONTENT)
}
