import { changesOf } from '../../changed-file.ts';
import type { QualityCase } from '../../quality-case.ts';

const service = `use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, RwLock};
use std::time::Duration;

use sqlx::PgPool;
use tokio::fs;

use crate::error::Error;
use crate::mail::Mailer;
use crate::model::{Reading, Sensor};

#[derive(Clone)]
pub struct Readings {
    pool: PgPool,
    latest: Arc<RwLock<HashMap<u32, Reading>>>,
    mailer: Arc<Mutex<Mailer>>,
}

impl Readings {
    pub async fn store(&self, sensor: &Sensor, reading: Reading) -> Result<(), Error> {
        let mut tx = self.pool.begin().await?;
        sqlx::query("INSERT INTO readings (sensor, celsius) VALUES ($1, $2)")
            .bind(sensor.id as i64)
            .bind(reading.celsius)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;

        {
            let mut latest = self.latest.write().unwrap();
            latest.insert(sensor.id, reading.clone());
        }
        self.announce(sensor).await?;
        Ok(())
    }

    async fn announce(&self, sensor: &Sensor) -> Result<(), Error> {
        let address = self.mailer.lock().unwrap().address_of(sensor.id);
        crate::mail::send(address, "new reading").await?;
        tokio::time::sleep(Duration::from_millis(50)).await;
        Ok(())
    }

    pub async fn export(&self, target: &Path) -> Result<usize, Error> {
        let rows: Vec<Reading> = sqlx::query_as("SELECT * FROM readings").fetch_all(&self.pool).await?;
        let text = serde_json::to_string(&rows)?;
        let part = target.with_extension("part");
        fs::write(&part, text).await?;
        fs::rename(&part, target).await?;
        Ok(rows.len())
    }
}
`;

const summary = `use crate::error::Error;
use crate::model::{Reading, Unit};

pub struct Summary;

impl Summary {
    pub fn mean(&self, readings: &[Reading]) -> f64 {
        let mut sum = 0.0;
        for i in 0..readings.len() {
            sum += readings[i].celsius;
        }
        sum / readings.len() as f64
    }

    pub fn frame(&self, name: &str) -> Result<Vec<u8>, Error> {
        let length = u16::try_from(name.len())?;
        let mut frame = length.to_be_bytes().to_vec();
        frame.extend_from_slice(name.as_bytes());
        Ok(frame)
    }

    pub fn unit_of(&self, unit: &str) -> Option<Unit> {
        if unit.to_lowercase() == "celsius" {
            Some(Unit::Celsius)
        } else if unit.to_lowercase() == "kelvin" {
            Some(Unit::Kelvin)
        } else {
            None
        }
    }

    pub fn is_authorized(&self, token: &str) -> bool {
        match crate::token::decode(token) {
            Ok(claims) => claims.scope == "readings",
            Err(error) => {
                tracing::warn!(%error, "token refused");
                false
            }
        }
    }

    pub fn is_newer(&self, left: &Reading, right: &Reading) -> bool {
        left.at > right.at
    }
}
`;

const handlers = `use axum::{
    body::Bytes,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    Json,
};
use serde::Deserialize;
use std::collections::HashMap;

use crate::model::{Reading, Sensor};
use crate::state::AppState;

#[derive(Deserialize)]
pub struct Window {
    from: Option<String>,
    limit: Option<u32>,
}

pub async fn list(
    State(state): State<AppState>,
    Query(window): Query<Window>,
) -> Result<Json<Vec<Reading>>, StatusCode> {
    let from = match window.from.as_deref() {
        Some(text) => text.parse().map_err(|_| StatusCode::BAD_REQUEST)?,
        None => state.started_at,
    };
    let limit = window.limit.unwrap_or(100).min(1_000);
    Ok(Json(state.readings.since(from, limit).await))
}

pub async fn upload(
    State(state): State<AppState>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, StatusCode> {
    let sensor = headers
        .get("x-sensor")
        .and_then(|value| value.to_str().ok())
        .ok_or(StatusCode::BAD_REQUEST)?;
    let reading: Reading = serde_json::from_slice(&body).map_err(|_| StatusCode::UNPROCESSABLE_ENTITY)?;
    let sensor = Sensor::named(sensor);
    state.readings.store(&sensor, reading).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(StatusCode::CREATED)
}

pub async fn day(
    State(state): State<AppState>,
    Path(day): Path<String>,
    Query(options): Query<HashMap<String, String>>,
) -> Result<Json<Vec<Reading>>, StatusCode> {
    let year = day.get(0..4).ok_or(StatusCode::BAD_REQUEST)?;
    let unit = options.get("unit").map_or("celsius", String::as_str);
    Ok(Json(state.readings.of_year(year, unit).await))
}
`;

export const cases: readonly QualityCase[] = [
  ...changesOf({ family: 'correctness', language: 'rust', path: 'src/readings.rs', base: service }, [
    {
      what: 'commit-error-thrown-away',
      replaces: '        tx.commit().await?;\n',
      faulty: '        let _ = tx.commit().await;\n',
      safe: '        if let Err(error) = tx.commit().await {\n            tracing::error!(%error, "reading not stored");\n            return Err(error.into());\n        }\n',
      at: 'let _ = tx.commit()',
    },
    {
      what: 'rename-error-thrown-away',
      replaces: '        fs::rename(&part, target).await?;\n',
      faulty: '        fs::rename(&part, target).await.ok();\n',
      safe: '        fs::rename(&part, target).await.map_err(Error::from)?;\n',
      at: 'fs::rename',
    },
    {
      what: 'write-lock-across-await',
      replaces:
        '        {\n            let mut latest = self.latest.write().unwrap();\n            latest.insert(sensor.id, reading.clone());\n        }\n        self.announce(sensor).await?;\n',
      faulty:
        '        let mut latest = self.latest.write().unwrap();\n        latest.insert(sensor.id, reading.clone());\n        self.announce(sensor).await?;\n',
      safe: '        let mut latest = self.latest.write().unwrap();\n        latest.insert(sensor.id, reading.clone());\n        drop(latest);\n        self.announce(sensor).await?;\n',
      at: 'self.announce(sensor).await',
    },
    {
      what: 'temporary-guard-across-await',
      replaces:
        '        let address = self.mailer.lock().unwrap().address_of(sensor.id);\n        crate::mail::send(address, "new reading").await?;\n',
      faulty: '        self.mailer.lock().unwrap().send(sensor.id, "new reading").await?;\n',
      safe: '        let mailer = self.mailer.lock().unwrap().clone();\n        mailer.send(sensor.id, "new reading").await?;\n',
      at: '.send(sensor.id',
    },
    {
      what: 'future-never-awaited',
      replaces: '        self.announce(sensor).await?;\n',
      faulty: '        let _ = self.announce(sensor);\n',
      safe: '        let announcing = self.announce(sensor);\n        announcing.await?;\n',
      at: 'self.announce(sensor)',
    },
    {
      what: 'thread-sleep-in-async',
      replaces: '        tokio::time::sleep(Duration::from_millis(50)).await;\n',
      faulty: '        std::thread::sleep(Duration::from_millis(50));\n',
      safe: '        tokio::task::spawn_blocking(|| std::thread::sleep(Duration::from_millis(50))).await?;\n',
      at: 'thread::sleep',
    },
  ]),
  ...changesOf({ family: 'correctness', language: 'rust', path: 'src/summary.rs', base: summary }, [
    {
      what: 'one-past-the-end',
      replaces: 'for i in 0..readings.len() {',
      faulty: 'for i in 0..=readings.len() {',
      safe: 'for i in 0..=readings.len() - 1 {',
      at: '0..=readings.len()',
    },
    {
      what: 'length-cut-to-sixteen-bits',
      replaces: '        let length = u16::try_from(name.len())?;\n',
      faulty: '        let length = name.len() as u16;\n',
      safe: '        if name.len() > 512 {\n            return Err(Error::NameTooLong);\n        }\n        let length = name.len() as u16;\n',
      at: 'name.len() as u16',
    },
    {
      what: 'lower-case-never-upper',
      replaces: 'unit.to_lowercase() == "kelvin"',
      faulty: 'unit.to_lowercase() == "Kelvin"',
      safe: 'unit.eq_ignore_ascii_case("Kelvin")',
      at: '"Kelvin"',
    },
    {
      what: 'condition-repeated',
      replaces: '        } else if unit.to_lowercase() == "kelvin" {\n',
      faulty: '        } else if unit.to_lowercase() == "celsius" {\n',
      safe: '        } else if unit.to_lowercase() == "k" {\n',
      at: 'else if unit',
    },
    {
      what: 'token-check-fails-open',
      replaces:
        '        match crate::token::decode(token) {\n            Ok(claims) => claims.scope == "readings",\n            Err(error) => {\n                tracing::warn!(%error, "token refused");\n                false\n            }\n        }\n',
      faulty:
        '        crate::token::decode(token)\n            .map(|claims| claims.scope == "readings")\n            .unwrap_or(true)\n',
      safe: '        crate::token::decode(token)\n            .map(|claims| claims.scope == "readings")\n            .unwrap_or(false)\n',
      at: '.unwrap_or(true)',
    },
    {
      what: 'compared-with-itself',
      replaces: '        left.at > right.at\n',
      faulty: '        left.at > left.at\n',
      safe: '        left.at.cmp(&right.at).is_gt()\n',
      at: 'left.at > left.at',
    },
  ]),
  ...changesOf({ family: 'resource-exhaustion', language: 'rust', path: 'src/handlers.rs', base: handlers }, [
    {
      what: 'query-parsed-and-unwrapped',
      replaces: 'text.parse().map_err(|_| StatusCode::BAD_REQUEST)?',
      faulty: 'text.parse().unwrap()',
      safe: 'text.parse().unwrap_or(state.started_at)',
      at: 'text.parse()',
    },
    {
      what: 'limit-unwrapped',
      replaces: 'window.limit.unwrap_or(100).min(1_000)',
      faulty: 'window.limit.unwrap().min(1_000)',
      safe: 'window.limit.unwrap_or_default().clamp(1, 1_000)',
      at: 'window.limit.unwrap()',
    },
    {
      what: 'header-unwrapped',
      replaces:
        '    let sensor = headers\n        .get("x-sensor")\n        .and_then(|value| value.to_str().ok())\n        .ok_or(StatusCode::BAD_REQUEST)?;\n',
      faulty:
        '    let sensor = headers\n        .get("x-sensor")\n        .ok_or(StatusCode::BAD_REQUEST)?\n        .to_str()\n        .expect("header is text");\n',
      safe: '    let sensor = headers\n        .get("x-sensor")\n        .ok_or(StatusCode::BAD_REQUEST)?\n        .to_str()\n        .map_err(|_| StatusCode::BAD_REQUEST)?;\n',
      at: '.expect(',
    },
    {
      what: 'body-parsed-and-unwrapped',
      replaces: 'serde_json::from_slice(&body).map_err(|_| StatusCode::UNPROCESSABLE_ENTITY)?',
      faulty: 'serde_json::from_slice(&body).unwrap()',
      safe: 'match serde_json::from_slice(&body) {\n        Ok(reading) => reading,\n        Err(_) => return Err(StatusCode::UNPROCESSABLE_ENTITY),\n    }',
      at: 'serde_json::from_slice',
    },
    {
      what: 'text-of-the-path-cut',
      replaces: 'day.get(0..4).ok_or(StatusCode::BAD_REQUEST)?',
      faulty: '&day[0..4]',
      safe: 'day.split(\'-\').next().unwrap_or("1970")',
      at: '&day[0..4]',
    },
    {
      what: 'option-of-the-query-unwrapped',
      replaces: 'options.get("unit").map_or("celsius", String::as_str)',
      faulty: 'options.get("unit").unwrap().as_str()',
      safe: 'options.get("unit").ok_or(StatusCode::BAD_REQUEST)?.as_str()',
      at: 'options.get("unit").unwrap()',
    },
  ]),
];
