import { changesOf } from '../../changed-file.ts';

const base = `use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::middleware;
use axum::routing::{delete, get};
use axum::Router;
use tower_http::limit::RequestBodyLimitLayer;

use crate::auth::{require_session, AdminUser, CurrentUser};
use crate::state::AppState;

pub fn routes(state: AppState) -> Router {
    Router::new()
        .route("/files/{name}", get(read))
        .route("/accounts/{id}", delete(close))
        .layer(RequestBodyLimitLayer::new(1_000_000))
        .route_layer(middleware::from_fn_with_state(state.clone(), require_session))
        .with_state(state)
}

async fn read(State(state): State<AppState>, Path(name): Path<String>) -> Result<Vec<u8>, StatusCode> {
    if name.contains("..") || name.contains('/') {
        return Err(StatusCode::BAD_REQUEST);
    }
    tokio::fs::read(state.folder.join(&name)).await.map_err(|_| StatusCode::NOT_FOUND)
}

async fn close(
    _admin: AdminUser,
    State(state): State<AppState>,
    Path(id): Path<i64>,
) -> Result<StatusCode, StatusCode> {
    state.accounts.close(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn rename(user: CurrentUser, state: &AppState, id: i64, name: &str) -> Result<(), StatusCode> {
    let account = state.accounts.find(id).await?;
    if account.owner_id != user.id {
        return Err(StatusCode::FORBIDDEN);
    }
    state.accounts.rename(id, name).await
}
`;

export const cases = changesOf({ family: 'removed-guard', language: 'rust', path: 'src/routes.rs', base }, [
  {
    what: 'session-layer',
    replaces: '        .route_layer(middleware::from_fn_with_state(state.clone(), require_session))\n',
    faulty: '',
    safe: '        .route_layer(middleware::from_fn_with_state(state.clone(), require_login))\n',
    at: 'require_session',
    side: 'old',
  },
  {
    what: 'body-limit',
    replaces: '        .layer(RequestBodyLimitLayer::new(1_000_000))\n',
    faulty: '',
    safe: '        .layer(DefaultBodyLimit::max(1_000_000))\n',
    at: 'RequestBodyLimitLayer::new',
    side: 'old',
  },
  {
    what: 'parent-folder',
    replaces: `    if name.contains("..") || name.contains('/') {
        return Err(StatusCode::BAD_REQUEST);
    }
`,
    faulty: '',
    safe: `    if name.contains("..") || name.contains("/") || name.is_empty() {
        return Err(StatusCode::NOT_FOUND);
    }
`,
    at: 'name.contains("..")',
    side: 'old',
  },
  {
    what: 'admin-extractor',
    replaces: '    _admin: AdminUser,\n',
    faulty: '',
    safe: '    _user: RequireAdmin,\n',
    at: '_admin: AdminUser',
    side: 'old',
  },
  {
    what: 'owner',
    replaces: `    if account.owner_id != user.id {
        return Err(StatusCode::FORBIDDEN);
    }
`,
    faulty: '',
    safe: `    if !user.owns(&account) {
        return Err(StatusCode::FORBIDDEN);
    }
`,
    at: 'account.owner_id',
    side: 'old',
  },
]);
