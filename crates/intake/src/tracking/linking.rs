//! Which keys a message says name one customer.

use model::identity::{ANONYMOUS, Key, Link, Reason};

use super::SOURCE;
use super::message::{Kind, Message, text};

/// Adds the links of a message.
pub(super) fn links(message: &Message<'_>, links: &mut Vec<Link>) {
    let mut add = |first: &Key, second: Key, reason: Reason| {
        if *first != second {
            let (source, id) = (SOURCE.to_owned(), message.id.clone());
            links.push(Link { first: first.clone(), second, reason, source, message: id, at: message.at });
        }
    };
    if let (Some(user), Some(visitor)) = (&message.user, &message.visitor) {
        add(user, visitor.clone(), Reason::Together);
    }
    match message.kind {
        Kind::Identify => {
            let traits = message.part("traits");
            let contacts = ["email", "phone"].into_iter().filter_map(|kind| Key::new(kind, &text(traits?, kind)?));
            for contact in contacts {
                match (&message.user, &message.visitor) {
                    (Some(user), _) => add(user, contact, Reason::Contact),
                    // Who gives an address is a customer: the address is what names them.
                    (None, Some(visitor)) => add(&contact, visitor.clone(), Reason::Together),
                    (None, None) => {}
                }
            }
        }
        Kind::Alias => {
            let Some(previous) = message.text("previousId") else { return };
            let (former, visitor) = (Key::new("user_id", &previous), Key::new(ANONYMOUS, &previous));
            if let (Some(user), Some(former), Some(visitor)) = (&message.user, former, visitor) {
                add(user, former.clone(), Reason::Alias);
                add(&former, visitor, Reason::Replaced);
            }
        }
        Kind::Track | Kind::Page | Kind::Screen | Kind::Group => {}
    }
}
