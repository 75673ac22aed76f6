//! `tranche plan`: what applying a folder of definitions would change.

use std::path::PathBuf;

use clap::Args;
use model::phrase::Phrase;
use serde_json::{Value, json};
use store::Defined;

use super::when::When;
use super::{Asked, Outcome, print};
use crate::ops::changes::{Alike, Effect, Foreseen, ForeseenChange, Said, foresee};
use crate::ops::definition_files::DefinitionFiles;
use crate::ops::failure::Failure;
use crate::ops::review::{Going, review};

/// What applying a folder of definitions would change.
#[derive(Args)]
pub(super) struct Plan {
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    #[arg(long)]
    prune: bool,
    #[command(flatten)]
    when: When,
}

impl Plan {
    pub(super) fn run(&self, asked: &Asked) -> Result<Outcome, Failure> {
        let files = DefinitionFiles::read(&self.dir)?;
        let going = if self.prune { Going::Unnamed } else { Going::None };
        let (base, as_of) = self.when.open(asked)?;
        let reviewed = review(&base, &files, &going)?;
        let foreseen = foresee(&base, &reviewed, as_of)?;
        if asked.json {
            asked.print_json(&as_json(&foreseen, reviewed.unchanged.len()));
        } else {
            show(asked, &foreseen, reviewed.unchanged.len());
        }
        Ok(Outcome::Done)
    }
}

fn show(asked: &Asked, foreseen: &Foreseen, n_unchanged: usize) {
    for change in &foreseen.changes {
        print(&format!("{} {}", sign(change), change.change.id));
        for (key, said) in [("plan-before", &change.before), ("plan-after", &change.after)] {
            if let Some(said) = said {
                indented(asked, &Phrase::new(key).with("definition", said.one_line()));
            }
        }
        if let Some(effect) = &change.effect {
            show_effect(asked, effect);
        }
        if !change.users.is_empty() {
            indented(asked, &Phrase::new("plan-users").with("users", change.users.join(", ")));
        }
        for alike in &change.alike {
            let key = if alike.says_the_same { "plan-same" } else { "plan-alike" };
            indented(asked, &Phrase::new(key).with("id", &alike.id).with("overlap", alike.overlap));
        }
    }
    for (id, effect) in &foreseen.touched {
        print(&format!("~ {id}"));
        indented(asked, &Phrase::new("plan-touched"));
        show_effect(asked, effect);
    }
    asked.say(&Phrase::new("plan-done").with("changes", foreseen.changes.len()).with("unchanged", n_unchanged));
}

fn show_effect(asked: &Asked, effect: &Effect) {
    let count = |count: usize| asked.catalogue.count(count as u64);
    indented(
        asked,
        &Phrase::new("plan-members")
            .with("before", count(effect.before))
            .with("after", count(effect.after))
            .with("gained", count(effect.gained))
            .with("lost", count(effect.lost)),
    );
    for (key, some) in [("plan-gained", &effect.some_gained), ("plan-lost", &effect.some_lost)] {
        if !some.is_empty() {
            indented(asked, &Phrase::new(key).with("ids", some.join(", ")));
        }
    }
}

fn indented(asked: &Asked, phrase: &Phrase) {
    print(&format!("    {}", asked.catalogue.say(phrase)));
}

fn sign(change: &ForeseenChange) -> char {
    match (&change.change.before, &change.change.after) {
        (None, _) => '+',
        (_, None) => '−',
        _ => '~',
    }
}

fn as_json(foreseen: &Foreseen, n_unchanged: usize) -> Value {
    let effect = |effect: &Effect| {
        json!({
            "before": effect.before,
            "after": effect.after,
            "gained": effect.gained,
            "lost": effect.lost,
            "some_gained": effect.some_gained,
            "some_lost": effect.some_lost,
        })
    };
    let alike = |alike: &Alike| json!({ "id": alike.id, "same": alike.says_the_same, "overlap": alike.overlap });
    let changes = foreseen.changes.iter().map(|change| {
        json!({
            "id": change.change.id,
            "kind": match change.change.defined {
                Defined::Attribute => "attribute",
                Defined::Column => "column",
                Defined::Segment => "segment",
            },
            "change": match sign(change) {
                '+' => "added",
                '~' => "changed",
                _ => "removed",
            },
            "definition_before": change.before.as_ref().map(Said::one_line),
            "definition_after": change.after.as_ref().map(Said::one_line),
            "members": change.effect.as_ref().map(effect),
            "users": change.users,
            "alike": change.alike.iter().map(alike).collect::<Vec<_>>(),
        })
    });
    let touched = foreseen.touched.iter().map(|(id, touched)| json!({ "id": id, "members": effect(touched) }));
    json!({
        "changes": changes.collect::<Vec<_>>(),
        "touched": touched.collect::<Vec<_>>(),
        "unchanged": n_unchanged,
    })
}
