//! A person's choices over a proposed mapping: what a column becomes, and whether a file is read at all.

use model::columns::Target;
use model::schema::snake_case;

use super::{Becomes, ColumnSource, Guess, GuessedColumn, GuessedFeed, Kept};
use model::phrase::Phrase;

/// What a person wants a column to become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Nothing: it is left out.
    Out,
    /// What rows are known by: `customer`, `at`, `message`, `updated_at`, or `key` of a reference table.
    Role(&'static str),
    /// A field or attribute of this name.
    Field(String),
}

/// The roles that columns of a feed can have, by what the feed is.
pub fn roles(target: &Target) -> &'static [&'static str] {
    match target {
        Target::Stream(_) => &["customer", "at", "message", "updated_at"],
        Target::Table(_) => &["key"],
        Target::Profile => &["customer", "at", "updated_at"],
    }
}

impl Choice {
    /// Reads a choice as [`Choice::code`] writes it. `None` for anything else.
    pub fn read(code: &str) -> Option<Choice> {
        const ROLES: [&str; 5] = ["customer", "at", "message", "updated_at", "key"];
        match code.split_once(':') {
            Some(("field", name)) if !snake_case(name).is_empty() => Some(Choice::Field(name.trim().to_owned())),
            Some(("role", name)) => ROLES.iter().find(|role| **role == name).map(|role| Choice::Role(role)),
            _ => (code == "out").then_some(Choice::Out),
        }
    }

    /// The choice as one word: `out`, `role:at`, `field:amount`.
    pub fn code(&self) -> String {
        match self {
            Choice::Out => "out".to_owned(),
            Choice::Role(role) => format!("role:{role}"),
            Choice::Field(name) => format!("field:{name}"),
        }
    }

    /// What a column becomes as it stands.
    pub fn of(becomes: &Becomes) -> Choice {
        match becomes {
            Becomes::Customer => Choice::Role("customer"),
            Becomes::At => Choice::Role("at"),
            Becomes::Message => Choice::Role("message"),
            Becomes::UpdatedAt => Choice::Role("updated_at"),
            Becomes::TableKey => Choice::Role("key"),
            Becomes::Field { name, .. } => Choice::Field(name.clone()),
        }
    }
}

impl Guess {
    /// Leaves a file aside: nothing is read of it.
    pub fn leave_aside(&mut self, file: usize) {
        if let Some(file) = self.files.get_mut(file) {
            file.feeds.clear();
        }
    }

    /// Makes a column of a feed what a person wants. Another that was that before keeps its own name; a choice of what
    /// is not there changes nothing.
    pub fn choose(&mut self, file: usize, feed: usize, source: &str, choice: &Choice) {
        if let Some(feed) = self.files.get_mut(file).and_then(|file| file.feeds.get_mut(feed)) {
            feed.choose(source, choice);
        }
    }
}

impl GuessedFeed {
    /// The columns with what each becomes, those left out last.
    pub fn chosen(&self) -> Vec<(String, Choice, Option<&GuessedColumn>)> {
        let named =
            self.columns.iter().map(|column| (shown(&column.source), Choice::of(&column.becomes), Some(column)));
        let aside: &[String] = match &self.kept {
            Kept::AllBut(aside) => aside,
            Kept::Named => &[],
        };
        named.chain(aside.iter().map(|name| (name.clone(), Choice::Out, None))).collect()
    }

    fn choose(&mut self, source: &str, choice: &Choice) {
        let place = self.columns.iter().position(|column| shown(&column.source) == source);
        let aside = match &mut self.kept {
            Kept::AllBut(aside) => aside.iter().position(|name| name == source).map(|place| aside.remove(place)),
            Kept::Named => None,
        };
        let column = match (place, aside) {
            (Some(place), _) => self.columns.remove(place),
            (None, Some(name)) => GuessedColumn {
                becomes: Becomes::Field { name: snake_case(&name), kind: None, table: None },
                source: ColumnSource::Column(name),
                confidence: 100,
                why: Phrase::new("guess-chosen"),
                examples: Vec::new(),
            },
            (None, None) => return,
        };
        let at = place.unwrap_or(self.columns.len());
        let Some(becomes) = becoming(choice, &column.becomes) else {
            if let (Kept::AllBut(aside), ColumnSource::Column(name)) = (&mut self.kept, &column.source) {
                aside.push(name.clone());
            }
            return;
        };
        let changed = becomes != column.becomes;
        for other in self.columns.iter_mut().filter(|other| Choice::of(&other.becomes) == Choice::of(&becomes)) {
            let name = snake_case(&shown(&other.source));
            other.becomes = Becomes::Field { name, kind: None, table: None };
        }
        let column = match changed {
            true => GuessedColumn { becomes, confidence: 100, why: Phrase::new("guess-chosen"), ..column },
            false => column,
        };
        self.columns.insert(at, column);
    }
}

/// What a choice makes of a column; `None` when it is left out. A field that keeps its name keeps its type.
fn becoming(choice: &Choice, before: &Becomes) -> Option<Becomes> {
    Some(match choice {
        Choice::Out => return None,
        Choice::Role("customer") => Becomes::Customer,
        Choice::Role("at") => Becomes::At,
        Choice::Role("message") => Becomes::Message,
        Choice::Role("updated_at") => Becomes::UpdatedAt,
        Choice::Role(_) => Becomes::TableKey,
        Choice::Field(name) => match before {
            Becomes::Field { name: same, .. } if same == name => before.clone(),
            _ => Becomes::Field { name: name.clone(), kind: None, table: None },
        },
    })
}

/// A source as people see it.
fn shown(source: &ColumnSource) -> String {
    match source {
        ColumnSource::Column(name) => name.clone(),
        ColumnSource::Computed(value) => format!("= {value}"),
        ColumnSource::Lookup { path, by } => format!("{path} ({by})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guess::GuessedFile;

    fn column(name: &str, becomes: Becomes) -> GuessedColumn {
        let source = ColumnSource::Column(name.to_owned());
        GuessedColumn { source, becomes, confidence: 80, why: Phrase::new("guess-chosen"), examples: Vec::new() }
    }

    fn field(name: &str) -> Becomes {
        Becomes::Field { name: name.to_owned(), kind: None, table: None }
    }

    fn guess() -> Guess {
        let feed = GuessedFeed {
            target: Target::Stream("order".to_owned()),
            only_where: None,
            grouping: None,
            kept: Kept::AllBut(vec!["Note".to_owned()]),
            columns: vec![
                column("Id", Becomes::Customer),
                column("Day", Becomes::At),
                column("Total", field("amount")),
            ],
        };
        let file = GuessedFile {
            name: "o.csv".to_owned(),
            rows: 1,
            why: Phrase::new("guess-chosen"),
            notes: Vec::new(),
            id_kind: None,
            zone: None,
            feeds: vec![feed],
        };
        Guess { files: vec![file] }
    }

    fn after(source: &str, choice: &str) -> Vec<String> {
        let mut guess = guess();
        guess.choose(0, 0, source, &Choice::read(choice).unwrap());
        guess.files[0].feeds[0]
            .chosen()
            .into_iter()
            .map(|(name, choice, _)| format!("{name} {}", choice.code()))
            .collect()
    }

    #[test]
    fn columns_become_what_is_chosen() {
        assert_eq!(
            after("Total", "field:amount"),
            ["Id role:customer", "Day role:at", "Total field:amount", "Note out"]
        );
        assert_eq!(after("Total", "out"), ["Id role:customer", "Day role:at", "Note out", "Total out"]);
        assert_eq!(
            after("Note", "field:remark"),
            ["Id role:customer", "Day role:at", "Total field:amount", "Note field:remark"]
        );
        assert_eq!(after("Total", "role:customer"), ["Id field:id", "Day role:at", "Total role:customer", "Note out"]);
        assert_eq!(after("nothing", "out"), ["Id role:customer", "Day role:at", "Total field:amount", "Note out"]);
    }

    #[test]
    fn what_is_no_choice_is_not_read() {
        for wrong in ["", "role:king", "field:", "field: ", "in"] {
            assert_eq!(Choice::read(wrong), None, "{wrong}");
        }
        for right in ["out", "role:key", "field:amount"] {
            assert_eq!(Choice::read(right).map(|choice| choice.code()).as_deref(), Some(right));
        }
    }
}
