//! Files that are sent: put where they wait, looked at and taken in while those who sent them see how far that is.

use std::sync::Arc;

use axum::extract::Multipart;
use intake::guess::Voice;
use model::phrase::Phrase;
use model::time::Instant;
use tokio::io::AsyncWriteExt;

use super::house::{House, Shared};
use crate::catalogue::Catalogue;
use crate::ops::base::Base;
use crate::ops::failure::Failure;
use crate::ops::import::arrivals::{Arrival, Stage};

impl House {
    /// Puts the files of a form where they wait; gives the number of their arrival.
    async fn receive(&self, mut parts: Multipart) -> Result<u32, Failure> {
        let broken =
            |error: &dyn std::fmt::Display| Failure::Failed(Phrase::new("failed-arrival").with("detail", error));
        let (number, arrival) = self.arrivals.begin()?;
        let mut any = false;
        while let Some(mut part) = parts.next_field().await.map_err(|error| broken(&error))? {
            let Some(path) = part.file_name().and_then(|name| arrival.place_for(name)) else { continue };
            let mut file = tokio::fs::File::create(&path).await.map_err(|error| Failure::file(&path, &error))?;
            while let Some(piece) = part.chunk().await.map_err(|error| broken(&error))? {
                file.write_all(&piece).await.map_err(|error| Failure::file(&path, &error))?;
            }
            file.flush().await.map_err(|error| Failure::file(&path, &error))?;
            any = true;
        }
        if !any {
            return Err(Failure::Unreadable(Phrase::new("failed-arrival-empty")));
        }
        Ok(number)
    }

    /// Takes files and begins to look at them.
    pub(crate) async fn look_at(self: &Shared, parts: Multipart) -> Result<u32, Failure> {
        let number = self.receive(parts).await?;
        let (house, arrival) = (Shared::clone(self), self.arrivals.get(number)?);
        tokio::task::spawn_blocking(move || arrival.look(house.dir()));
        Ok(number)
    }

    /// Takes files of corrected rows and begins to take the rows in.
    pub(crate) async fn take_corrected(self: &Shared, parts: Multipart, at: Instant) -> Result<u32, Failure> {
        let number = self.receive(parts).await?;
        self.in_background(self.arrivals.get(number)?, move |arrival, base| arrival.import_corrected(base, at));
        Ok(number)
    }

    /// Begins to take files in, by the mapping that is proposed for them; nothing begins when none is proposed now.
    pub(crate) fn take(self: &Shared, arrival: Arc<Arrival>, catalogue: &Catalogue, at: Instant) {
        if let Some(proposal) = arrival.begin_import() {
            let voice = Voice { say: &|phrase| catalogue.say(phrase), count: &|count| catalogue.count(count) };
            let mapping = proposal.mapping(voice);
            self.in_background(arrival, move |arrival, base| arrival.import(base, proposal, &mapping, at));
        }
    }

    fn in_background(self: &Shared, arrival: Arc<Arrival>, take: impl FnOnce(&Arrival, &mut Base) + Send + 'static) {
        let house = Shared::clone(self);
        tokio::spawn(async move {
            let taken = Arc::clone(&arrival);
            let taking = house.write(move |base| {
                take(&taken, base);
                Ok(())
            });
            if let Err(failure) = taking.await {
                *arrival.stage() = Stage::Failed(failure);
            }
        });
    }
}
