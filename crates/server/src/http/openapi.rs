//! The API's description: every route and shape, REST and gateway frames alike. Committed
//! as crates/protocol/openapi.json, from which the web generates its types.

use protocol::{FeedId, FileId, GroupId, InviteId, Item, PlannedId, Problem, SessionId, UserId, frame};
use utoipa::{
    OpenApi,
    openapi::{
        Content, Ref, ResponseBuilder,
        path::{Operation, ParameterBuilder, ParameterIn, PathItem},
        schema::{ObjectBuilder, Type},
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};

/// Below this path the API lives.
pub const BASE: &str = "/api/v1";

/// Routes that anyone may call.
const OPEN: &[&str] = &["/status", "/setup", "/invites/{code}", "/password-reset", "/unsubscribe/{code}"];

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Workloop",
        description = "Team chat. See docs/API.md for the conventions and docs/GATEWAY.md for live changes.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    components(schemas(
        Problem,
        Item,
        FeedId,
        UserId,
        FileId,
        GroupId,
        InviteId,
        PlannedId,
        SessionId,
        frame::ClientFrame,
        frame::ServerFrame
    ))
)]
struct Description;

/// The document as committed and served.
pub fn document() -> utoipa::openapi::OpenApi {
    let mut document = super::api_routes().merge(super::foreign_routes()).to_openapi();
    document.merge(Description::openapi());
    document.info = Description::openapi().info;
    document.servers = Some(vec![utoipa::openapi::Server::new(BASE)]);
    for (path, item) in &mut document.paths.paths {
        describe(path, item);
    }
    secure(&mut document);
    document
}

/// The document's text, ending with a newline.
pub fn text() -> serde_json::Result<String> {
    let mut text = serde_json::to_string_pretty(&document())?;
    text.push('\n');
    Ok(text)
}

/// `GET /api/v1/openapi.json`.
pub async fn serve() -> super::error::Answer<axum::response::Response> {
    use axum::{http::header, response::IntoResponse as _};
    static TEXT: std::sync::OnceLock<Option<String>> = std::sync::OnceLock::new();
    match TEXT.get_or_init(|| text().ok()) {
        Some(text) => Ok(([(header::CONTENT_TYPE, "application/json")], text.as_str()).into_response()),
        None => Err(super::error::Failure::internal()),
    }
}

/// What holds for all operations is said here once: ids in the path, tags, failures.
fn describe(path: &str, item: &mut PathItem) {
    let is_open = OPEN.contains(&path);
    let operations = [
        (&mut item.get, false),
        (&mut item.put, false),
        (&mut item.post, path == "/session"),
        (&mut item.patch, false),
        (&mut item.delete, false),
    ];
    for (operation, is_sign_in) in operations {
        if let Some(operation) = operation {
            add_parameters(path, operation);
            operation.tags = path.split('/').nth(1).map(|tag| vec![tag.to_owned()]);
            let problem = Content::new(Some(Ref::from_schema_name("Problem")));
            let failure = ResponseBuilder::new()
                .description("Refused; see `code`.")
                .content("application/problem+json", problem);
            operation.responses.responses.insert("default".to_owned(), failure.build().into());
            if is_open || is_sign_in {
                operation.security = Some(vec![SecurityRequirement::default()]);
            }
        }
    }
}

fn add_parameters(path: &str, operation: &mut Operation) {
    for name in path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
        let schema = match name {
            "w" => Some("WorkspaceId"),
            "c" => Some("ChannelId"),
            "m" => Some("MessageId"),
            "u" => Some("UserId"),
            "f" => Some("FileId"),
            "s" => Some("SessionId"),
            "g" => Some("GroupId"),
            "i" => Some("InviteId"),
            "p" => Some("PlannedId"),
            _ => None,
        };
        let schema: utoipa::openapi::RefOr<utoipa::openapi::Schema> = match schema {
            Some(name) => Ref::from_schema_name(name).into(),
            None => ObjectBuilder::new().schema_type(Type::String).into(),
        };
        let parameter =
            ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path).schema(Some(schema));
        operation
            .parameters
            .get_or_insert_default()
            .insert(0, parameter.required(utoipa::openapi::Required::True).build());
    }
}

fn secure(document: &mut utoipa::openapi::OpenApi) {
    let components = document.components.get_or_insert_default();
    let cookie = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("wl")));
    let bearer = SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build());
    components.add_security_scheme("cookie", cookie);
    components.add_security_scheme("bearer", bearer);
    let either = ["cookie", "bearer"].map(|name| SecurityRequirement::new::<_, [&str; 0], &str>(name, []));
    document.security = Some(either.to_vec());
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_committed_document_is_up_to_date() {
        let committed = include_str!("../../../protocol/openapi.json");
        assert!(
            committed == super::text().unwrap(),
            "run: cargo run -q -- openapi > crates/protocol/openapi.json"
        );
    }
}
