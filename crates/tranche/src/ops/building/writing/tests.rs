//! From what is filled in to the condition that it means, for every form that has fields.

use model::schema::{Schema, Vocabulary};
use model::text::parser::parse;
use model::text::printer::text_of;

use super::{Chosen, Fields, rewritten, rewritten_with};

fn fields(words: &[(&str, &str)]) -> Vec<(String, String)> {
    words.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn shop() -> Schema {
    Vocabulary::shipped().schema
}

#[test]
fn fields_say_what_a_condition_becomes() {
    let schema = shop();
    for (before, filled, after) in [
        ("points >= 3", &[("how", "between"), ("a", "1 200,5"), ("b", "90")][..], "points between 90 and 1200.5"),
        ("points >= 3", &[("how", "top"), ("a", "10")], "percentile(points) > 90%"),
        ("percentile(points per loyalty_tier) > 90%", &[("a", "5")], "percentile(points per loyalty_tier) > 95%"),
        ("points >= 3", &[("how", "above")], "points > average(points)"),
        ("points > average(points)", &[("how", "less"), ("a", "7")], "points < 7"),
        ("loyalty_tier = 'gold'", &[("shown", "1"), ("v", "gold"), ("v", "it's")], "loyalty_tier in ('gold', 'it''s')"),
        ("loyalty_tier = 'gold'", &[("shown", "1"), ("how", "in")], "loyalty_tier is known"),
        (
            "loyalty_tier = 'gold'",
            &[("how", "not_in"), ("shown", "1"), ("v", "a"), ("more_v", "b, c")],
            "loyalty_tier not in ('a', 'b', 'c')",
        ),
        ("email is known", &[("how", "ends"), ("text", "@x.fr"), ("blind", "1")], "email ~ ends with '@x.fr'"),
        (
            "interests has any ('eco')",
            &[("how", "all"), ("shown", "1"), ("v", "eco"), ("v", "sport")],
            "interests has all ('eco', 'sport')",
        ),
        ("vip = true", &[("how", "false")], "vip = false"),
        (
            "birth_date is known",
            &[("how", "anniversary"), ("q.w", "next"), ("q.wn", "7"), ("q.wu", "days")],
            "anniversary of birth_date within next 7 days",
        ),
        ("signed_up_at over last 30 days", &[("how", "least"), ("a", "2026-03-01")], "signed_up_at >= 2026-03-01"),
        ("any(order)", &[("w", "last"), ("wn", "90"), ("wu", "days")], "any(order over last 90 days)"),
        ("any(order over last 90 days)", &[("w", "ever")], "any(order)"),
        ("any(order over last 90 days)", &[("measure", "count")], "count(order over last 90 days) >= 1"),
        (
            "count(order over last 90 days) >= 4",
            &[("measure", "sum:amount"), ("how", "between"), ("a", "400"), ("b", "600")],
            "sum(order.amount over last 90 days) between 400 and 600",
        ),
        ("count(order) >= 4", &[("measure", "most_common:channel")], "most_common(order.channel) is known"),
        ("count(order) >= 4", &[("measure", "since_last")], "days since last(order.at) >= 4"),
        ("days since last(order.at) >= 4", &[("measure", "never")], "never(order)"),
        ("any(order_line)", &[("more", "product.category")], "any(order_line where product.category is known)"),
        (
            "any(order_line where product.category is known)",
            &[("f0.how", "in"), ("f0.shown", "1"), ("f0.v", "eco")],
            "any(order_line where product.category = 'eco')",
        ),
        (
            "any(order_line where product.category = 'eco' and amount > 3)",
            &[("drop", "f0.")],
            "any(order_line where amount > 3)",
        ),
        (
            "any(order where channel = 'web' or amount > 3)",
            &[("more", "status")],
            "any(order where channel = 'web' or amount > 3 or status is known)",
        ),
        (
            "any(order where channel = 'web' or amount > 3)",
            &[("joined", "all")],
            "any(order where channel = 'web' and amount > 3)",
        ),
        (
            "any(order over last 3 days on weekdays (saturday))",
            &[("w", "kept")],
            "any(order over last 3 days on weekdays (saturday))",
        ),
        (
            "any(order)",
            &[("w", "after"), ("wn", "30"), ("wu", "days"), ("wo", "signed_up_at")],
            "any(order within 30 days after signed_up_at)",
        ),
        (
            "any(order)",
            &[("w", "between"), ("wa", "2026-01-01"), ("wb", "2026-02-01")],
            "any(order from 2026-01-01 to 2026-02-01)",
        ),
        ("not in segment 'a'", &[("id", "b")], "not in segment 'b'"),
        ("reachable by email", &[("reach", "accepts"), ("channel", "sms")], "accepts sms"),
        ("reachable by email", &[("reach", "accepts"), ("purpose", "newsletter")], "accepts email for newsletter"),
        ("not any(order)", &[("w", "last"), ("wn", "3"), ("wu", "days")], "never(order over last 3 days)"),
    ] {
        let filled = fields(filled);
        let before_test = parse(before).test.unwrap();
        let found = rewritten(&before_test, Fields(&filled), &schema);
        assert_eq!(found.map(|test| text_of(&test)).ok().as_deref(), Some(after), "{before} {filled:?}");
    }
}

#[test]
fn what_is_typed_wrongly_is_told() {
    let schema = shop();
    for (before, filled, key) in [
        ("points >= 3", &[("a", "many")][..], "builder-wrong-number"),
        ("any(order)", &[("w", "last"), ("wn", "0")], "builder-wrong-count"),
        ("signed_up_at >= 2026-01-01", &[("a", "soon")], "builder-wrong-moment"),
        ("sequence(cart_add, then order)", &[("step", "remove-1")], "builder-wrong-steps"),
        ("points / 2 >= 3", &[("v.of", "calculation"), ("v.r.of", "typed"), ("v.r.n", "two")], "builder-wrong-number"),
        ("points >= 3", &[("o.of", "rows:nothing")], "builder-wrong-value"),
    ] {
        let found = rewritten(&parse(before).test.unwrap(), Fields(&fields(filled)), &schema);
        assert_eq!(found.unwrap_err()[0].phrase.key, key, "{before}");
    }
}

#[test]
fn every_form_has_fields() {
    let schema = shop();
    let steps = "sequence(product_view, then cart_add within 1 day, then order within 2 days, without chat)";
    let left = "any(cart_add where not followed by order within 1 day over last 7 days)";
    for (before, filled, after) in [
        ("any(order over last 30 days)", &[("measure", "first_time")][..], "first time (order over last 30 days)"),
        ("any(order)", &[("measure", "stopped")], "stopped (order over last 30 days)"),
        (
            "any(order over last 30 days)",
            &[("measure", "restarted"), ("silence", "6"), ("silence_unit", "months")],
            "restarted (order over last 30 days) after 6 months",
        ),
        (
            "restarted (order over last 30 days) after 6 months",
            &[("silence", "")],
            "restarted (order over last 30 days)",
        ),
        (
            "any(order)",
            &[("measure", "every"), ("periods", "8"), ("period", "week"), ("least", "2"), ("calendar", "1")],
            "every week for last 8 calendar weeks with at least 2 (order)",
        ),
        (
            "every month for last 6 months (order)",
            &[("measure", "active"), ("active", "9"), ("periods", "6")],
            "active in at least 6 of last 6 months (order)",
        ),
        ("any(order)", &[("measure", "nth:amount"), ("position", "3"), ("a", "50")], "nth(order.amount, 3) >= 50"),
        ("count(order) >= 2", &[("measure", "list:channel")], "list(order.channel) is known"),
        (
            left,
            &[("f0.way", "preceded"), ("f0.in", "2"), ("f0.in_unit", "hours")],
            "any(cart_add where preceded by order within 2 hours over last 7 days)",
        ),
        (left, &[("f0.in", "")], "any(cart_add where not followed by order over last 7 days)"),
        (
            left,
            &[("f0.stream", "order_line"), ("f0.same", "product")],
            "any(cart_add where not followed by order_line with same product within 1 day over last 7 days)",
        ),
        (
            left,
            &[("f0.more", "amount")],
            "any(cart_add where not followed by (order where amount is known) within 1 day over last 7 days)",
        ),
        ("any(cart_add)", &[("more", "@followed")], "any(cart_add where followed by order within 7 days)"),
        (
            steps,
            &[("step", "add")],
            "sequence(product_view, then cart_add within 1 day, then order within 2 days, without chat, then order within 7 days)",
        ),
        (steps, &[("step", "remove-0")], "sequence(cart_add, then order within 2 days, without chat)"),
        (
            steps,
            &[("step", "up-1")],
            "sequence(cart_add, then product_view within 1 day, then order within 2 days, without chat)",
        ),
        (
            steps,
            &[("step", "down-1")],
            "sequence(product_view, then order within 1 day, then cart_add within 2 days, without chat)",
        ),
        (
            steps,
            &[("drop", "s2.x0."), ("s1.in", "")],
            "sequence(product_view, then cart_add, then order within 2 days)",
        ),
        (
            steps,
            &[("s1.without", "message"), ("s0.stream", "session")],
            "sequence(session, then cart_add within 1 day, without message, then order within 2 days, without chat)",
        ),
        (
            steps,
            &[("w", "last"), ("wn", "30"), ("wu", "days")],
            "sequence(product_view over last 30 days, then cart_add within 1 day, then order within 2 days, without chat)",
        ),
        (
            "in segment 'a'",
            &[("moved", "entered"), ("w", "last"), ("wn", "7"), ("wu", "days")],
            "entered segment 'a' over last 7 days",
        ),
        ("left list 'a' over last 7 days", &[("moved", "in")], "in list 'a'"),
        ("not in segment 'a'", &[("moved", "was")], "not was in segment 'a' over last 30 days"),
        (
            "loyalty_tier = 'gold'",
            &[("time", "was"), ("was.w", "this"), ("was.wp", "year")],
            "was (loyalty_tier = 'gold') this year",
        ),
        ("was (loyalty_tier = 'gold') this year", &[("time", "now")], "loyalty_tier = 'gold'"),
        (
            "loyalty_tier = 'gold'",
            &[
                ("how", "changed"),
                ("from", "silver"),
                ("to", "gold"),
                ("q.w", "last"),
                ("q.wn", "30"),
                ("q.wu", "days"),
            ],
            "loyalty_tier changed from 'silver' to 'gold' over last 30 days",
        ),
        (
            "last(order.at over last 12 months) over last 30 days",
            &[("w", "last"), ("wn", "6"), ("wu", "months"), ("q.w", "last"), ("q.wn", "9"), ("q.wu", "days")],
            "last(order.at over last 6 months) over last 9 days",
        ),
        ("points >= 3", &[("how", "changed"), ("to", "5")], "points changed to 5 over last 30 days"),
        ("birth_date is known", &[("aspect", "age"), ("how", "least"), ("a", "30")], "age of birth_date >= 30"),
        ("birth_date is known", &[("aspect", "season")], "season of birth_date is known"),
        ("age of birth_date >= 30", &[("aspect", "itself"), ("how", "known")], "birth_date is known"),
        ("interests is known", &[("aspect", "length"), ("how", "least"), ("a", "3")], "length of interests >= 3"),
        (
            "any(order over last 30 days)",
            &[("w", "kept"), ("wl", "1"), ("wd", "sunday"), ("wd", "saturday"), ("wh", "18"), ("wi", "22")],
            "any(order over last 30 days on weekdays (saturday, sunday) at hours 18 to 22)",
        ),
        (
            "any(order over last 30 days on weekdays (saturday))",
            &[("w", "last"), ("wn", "7"), ("wu", "days"), ("wl", "1")],
            "any(order over last 7 days)",
        ),
        ("points >= 3", &[("how", "top"), ("a", "10"), ("per", "country")], "percentile(points per country) > 90%"),
        ("percentile(points per country) > 90%", &[("per", "")], "percentile(points) > 90%"),
        ("sample(10%, 'a')", &[("percent", "12,5"), ("seed", "spring")], "sample(12.5%, 'spring')"),
        (
            "address.point within 20 km of (48.8566, 2.3522)",
            &[("distance", "5"), ("unit", "miles"), ("latitude", "45,76"), ("longitude", "4.84")],
            "address.point within 5 miles of (45.76, 4.84)",
        ),
        (
            "any of company members (any(order))",
            &[("among", "all"), ("kin", "household")],
            "all of household members (any(order))",
        ),
        (
            "any of company members (any(order))",
            &[("among", "count"), ("how", "least"), ("a", "2")],
            "count of company members (any(order)) >= 2",
        ),
        (
            "any of company members (any(order))",
            &[("in.w", "last"), ("in.wn", "9"), ("in.wu", "days")],
            "any of company members (any(order over last 9 days))",
        ),
        (
            "any(order_line where product.category is known)",
            &[("f0.how", "under"), ("f0.node", "Clothing > Shoes")],
            "any(order_line where product.category under 'Clothing > Shoes')",
        ),
        ("any(order)", &[("counted", "1"), ("cancelled", "1")], "any(order including cancelled)"),
    ] {
        let filled = fields(filled);
        let found = rewritten(&parse(before).test.unwrap(), Fields(&filled), &schema);
        assert_eq!(found.as_ref().map(text_of).ok().as_deref(), Some(after), "{before} {filled:?}: {found:?}");
    }
}

#[test]
fn values_are_made_of_others() {
    let schema = shop();
    let ratio = "sum(order.amount) / count(order) >= 30";
    let grown = "sum(order.amount over last 12 months) >= 30";
    for (before, filled, after) in [
        ("sum(order.amount) >= 30", &[("calc", "over")][..], "sum(order.amount) / count(order) >= 30"),
        (
            grown,
            &[("calc", "minus")],
            "sum(order.amount over last 12 months) - sum(order.amount between 12 and 24 months ago) >= 30",
        ),
        ("points >= 3", &[("calc", "times")], "points * 1 >= 3"),
        (
            ratio,
            &[("v.of", "calculation"), ("v.op", "minus"), ("v.r.of", "rows:order"), ("v.r.measure", "sum:discount")],
            "sum(order.amount) - sum(order.discount) >= 30",
        ),
        (ratio, &[("v.of", "calculation"), ("v.r.of", "typed"), ("v.l.of", "field:points")], "points / 1 >= 30"),
        ("points / 1 >= 30", &[("v.of", "calculation"), ("v.r.of", "typed"), ("v.r.n", "2,5")], "points / 2.5 >= 30"),
        (
            ratio,
            &[("v.of", "calculation"), ("v.l.of", "calculation"), ("v.r.of", "kept")],
            "sum(order.amount) * 1 / count(order) >= 30",
        ),
        (ratio, &[("v.of", "calculation"), ("drop", "v.r.")], "sum(order.amount) >= 30"),
        (grown, &[("o.of", "rows:order")], "sum(order.amount over last 12 months) >= count(order over last 12 months)"),
        (
            "points >= count(order)",
            &[("o.of", "rows:order"), ("o.measure", "sum:amount"), ("o.w", "ever")],
            "points >= sum(order.amount)",
        ),
        ("points >= count(order)", &[("o.of", "typed"), ("a", "7")], "points >= 7"),
        ("points >= 3", &[("how", "between"), ("p.of", "field:children"), ("a", "1")], "points between 1 and children"),
        ("signed_up_at >= 2026-01-01", &[("how", "less"), ("o.of", "rows:order")], "signed_up_at < last(order.at)"),
        (
            "address.city = 'Paris'",
            &[("how", "unequal"), ("o.of", "field:address.region")],
            "address.city != address.region",
        ),
        ("percentile(points) > 90%", &[("how", "part"), ("a", "3"), ("parts", "4")], "quantile(points, 4) = 3"),
        ("percentile(points) >= 50%", &[("a", "60")], "percentile(points) >= 60%"),
        (
            "percentile(points) >= 50%",
            &[("v.of", "place"), ("v.place", "rank"), ("v.c.of", "field:children"), ("a", "3")],
            "rank(children) >= 3",
        ),
        ("points >= 3", &[("how", "one_of"), ("several", "1; 2,5")], "points in (1, 2.5)"),
        ("any(order)", &[("w", "previous_fiscal"), ("wf", "quarter")], "any(order previous fiscal quarter)"),
        ("any(order)", &[("w", "fiscal"), ("wf", "year"), ("wn", "2")], "any(order last 2 fiscal years)"),
        ("any(order)", &[("w", "since_own"), ("wo", "signed_up_at")], "any(order since signed_up_at)"),
    ] {
        let filled = fields(filled);
        let found = rewritten(&parse(before).test.unwrap(), Fields(&filled), &schema);
        let expected = parse(after).test.map(|test| text_of(&test));
        assert_eq!(found.as_ref().map(text_of).ok(), expected, "{before} {filled:?}: {found:?}");
    }
}

#[test]
fn details_of_rows_are_grouped_compared_and_calculated_with() {
    let schema = shop();
    let both = "any(order where amount > 3 and channel = 'web')";
    let grouped = "any(order where (amount > 3 or channel = 'web') and tax > 0)";
    for (before, filled, after) in [
        (both, &[("wrap", "f0.")][..], "any(order where at least 1 of (amount > 3) and channel = 'web')"),
        (
            "any(order where at least 1 of (amount > 3) and channel = 'web')",
            &[("f0.more", "channel")],
            "any(order where (amount > 3 or channel is known) and channel = 'web')",
        ),
        (grouped, &[("f0.joined", "none")], "any(order where not (amount > 3 or channel = 'web') and tax > 0)"),
        (grouped, &[("f0.f0.a", "5")], "any(order where (amount > 5 or channel = 'web') and tax > 0)"),
        (grouped, &[("drop", "f0.f1.")], "any(order where at least 1 of (amount > 3) and tax > 0)"),
        (grouped, &[("drop", "f0.")], "any(order where tax > 0)"),
        (both, &[("joined", "least"), ("number", "1")], "any(order where at least 1 of (amount > 3, channel = 'web'))"),
        (both, &[("f0.o.of", "field:gross")], "any(order where amount > gross and channel = 'web')"),
        (both, &[("f0.calc", "over")], "any(order where amount / 1 > 3 and channel = 'web')"),
        (
            "any(order where amount / 1 > 3)",
            &[("f0.v.of", "calculation"), ("f0.v.op", "minus"), ("f0.v.r.of", "field:discount")],
            "any(order where amount - discount > 3)",
        ),
        ("any(order)", &[("more", "@rows:order_line")], "any(order where any(order_line))"),
        (
            "any(order where any(order_line))",
            &[("f0.measure", "count"), ("f0.a", "3")],
            "any(order where count(order_line) >= 3)",
        ),
        (
            "any(order where any(order_line))",
            &[("f0.more", "product.category")],
            "any(order where any(order_line where product.category is known))",
        ),
        ("any(order where not (amount > 3))", &[("f0.sign", "1")], "any(order where amount > 3)"),
        ("any(order where not (amount > 3))", &[("f0.a", "5")], "any(order where not amount > 5)"),
    ] {
        let filled = fields(filled);
        let found = rewritten(&parse(before).test.unwrap(), Fields(&filled), &schema);
        assert_eq!(found.as_ref().map(text_of).ok().as_deref(), Some(after), "{before} {filled:?}: {found:?}");
    }
}

#[test]
fn those_compared_and_relatives_are_said_by_conditions_chosen_among_the_criteria() {
    let schema = shop();
    for (before, filled, chosen, after) in [
        ("percentile(points) > 90%", &[][..], "among.criterion", "percentile(points among (any(order))) > 90%"),
        (
            "percentile(points among (vip = true)) > 90%",
            &[("among.how", "false")],
            "among.also",
            "percentile(points among (vip = false and any(order))) > 90%",
        ),
        ("percentile(points among (vip = true)) > 90%", &[("drop", "among.")], "", "percentile(points) > 90%"),
        ("points > average(points)", &[], "among.criterion", "points > average(points among (any(order)))"),
        ("any of company members (vip = true)", &[], "in.also", "any of company members (vip = true and any(order))"),
        (
            "any of company members (vip = true and any(order))",
            &[("in.joined", "any"), ("in.c0.sign", "1"), ("in.c0.not", "1")],
            "",
            "any of company members (vip != true or any(order))",
        ),
        (
            "any of company members (vip = true and any(order))",
            &[("drop", "in.c0.")],
            "",
            "any of company members (any(order))",
        ),
        ("any of company members (vip = true)", &[], "in.criterion", "any of company members (any(order))"),
        (
            "was (count(order) >= 2) over last 30 days",
            &[("time", "was"), ("was.w", "last"), ("was.wn", "9"), ("a", "4")],
            "",
            "was (count(order) >= 4) over last 9 days",
        ),
    ] {
        let filled = fields(filled);
        let chosen = Chosen::from([(chosen.to_owned(), parse("any(order)").test.unwrap())]);
        let found = rewritten_with(&parse(before).test.unwrap(), Fields(&filled), &chosen, &schema);
        assert_eq!(found.as_ref().map(text_of).ok().as_deref(), Some(after), "{before} {filled:?}: {found:?}");
    }
}
