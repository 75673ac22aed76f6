//! What sentences say besides the forms: groups, windows, how values compare, and what nothing else says.

use super::rules::Said;

/// The parts, by what they make.
pub(super) const PARTS: &[Said] = &[
    // A test is a chain of `and` or `or` (see these forms), or one leaf; a member of a chain puts chains in parentheses.
    Said::of("whole", r#""$t:leaf""#).as_a("test"),
    Said::of_customers("group-and", r#"{"and":{"tests":"$tests:each(member,and)"}}"#).as_a("member"),
    Said::of_customers("group-or", r#"{"or":{"tests":"$tests:each(member,or)"}}"#).as_a("member"),
    Said::of_rows("group-and-rows", r#"{"and":{"tests":"$tests:each(member,and-rows)"}}"#).as_a("member"),
    Said::of_rows("group-or-rows", r#"{"or":{"tests":"$tests:each(member,or-rows)"}}"#).as_a("member"),
    Said::of("member", r#""$t:leaf""#).as_a("member"),
    // A chain about rows may stand in parentheses, which say where it ends.
    Said::of_rows("group-and-rows", r#"{"and":{"tests":"$tests:each(member,and-rows)"}}"#).as_a("test"),
    Said::of_rows("group-or-rows", r#"{"or":{"tests":"$tests:each(member,or-rows)"}}"#).as_a("test"),
    // What a test is about: `whose age`, and for what has no article of its own, `for whom 5`.
    Said::of("subject", r#""$v:noun""#).as_a("subject"),
    Said::of_customers("subject-value", r#""$v:value""#).as_a("subject"),
    Said::of_rows("subject-value-rows", r#""$v:value""#).as_a("subject"),
    // What no other pattern says is said by its text.
    Said::of_customers("code", r#""$t:code""#).as_a("leaf"),
    Said::of_rows("code-rows", r#""$t:code""#).as_a("leaf"),
    Said::of("code-value", r#""$v:code-value""#).as_a("value"),
    // An operand of arithmetic that is arithmetic itself stands in parentheses.
    Said::of(
        "operand-arithmetic",
        r#"{"arithmetic":{"left":"$l:operand","operator":"$o:operator","right":"$r:operand"}}"#,
    )
    .as_a("operand"),
    Said::of("operand", r#""$v:value""#).as_a("operand"),
    Said::of("times", r#""*""#).as_a("operator"),
    Said::of("over", r#""/""#).as_a("operator"),
    Said::of("plus", r#""+""#).as_a("operator"),
    Said::of("minus", r#""-""#).as_a("operator"),
    Said::of("how-many-exactly", r#""=""#).as_a("how-many"),
    Said::of("how-many-at-least", r#"">=""#).as_a("how-many"),
    Said::of("how-many-at-most", r#""<=""#).as_a("how-many"),
    Said::of("how-many-more", r#"">""#).as_a("how-many"),
    Said::of("how-many-fewer", r#""<""#).as_a("how-many"),
    Said::of("is", r#""=""#).as_a("is"),
    Said::of("is-not", r#""!=""#).as_a("is"),
    Said::of("compares-equal", r#""=""#).as_a("compares"),
    Said::of("compares-other", r#""!=""#).as_a("compares"),
    Said::of("compares-more", r#"">""#).as_a("compares"),
    Said::of("compares-at-least", r#"">=""#).as_a("compares"),
    Said::of("compares-less", r#""<""#).as_a("compares"),
    Said::of("compares-at-most", r#""<=""#).as_a("compares"),
    Said::of("dated-equal", r#""=""#).as_a("dated"),
    Said::of("dated-other", r#""!=""#).as_a("dated"),
    Said::of("dated-after", r#"">""#).as_a("dated"),
    Said::of("dated-from", r#"">=""#).as_a("dated"),
    Said::of("dated-before", r#""<""#).as_a("dated"),
    Said::of("dated-until", r#""<=""#).as_a("dated"),
    Said::of("window-last-one", r#"{"last":{"count":1,"unit":"$u:unit"}}"#).as_a("plain-window"),
    Said::of("window-last", r#"{"last":{"count":"$n:count","unit":"$u:unit"}}"#).as_a("plain-window"),
    Said::of("window-ago", r#"{"ago":{"from":"$a:count","to":"$b:count","unit":"$u:unit"}}"#).as_a("plain-window"),
    Said::of("window-today", r#""today""#).as_a("plain-window"),
    Said::of("window-yesterday", r#""yesterday""#).as_a("plain-window"),
    Said::of("window-on", r#"{"on":"$d:when"}"#).as_a("plain-window"),
    Said::of("window-this", r#"{"period":{"which":"this","unit":"$u:unit"}}"#).as_a("plain-window"),
    Said::of("window-previous", r#"{"period":{"which":"previous","unit":"$u:unit"}}"#).as_a("plain-window"),
    Said::of("window-last-calendar-one", r#"{"last_calendar":{"count":1,"unit":"$u:unit"}}"#).as_a("plain-window"),
    Said::of("window-last-calendar", r#"{"last_calendar":{"count":"$n:count","unit":"$u:unit"}}"#).as_a("plain-window"),
    Said::of("window-since", r#"{"since":"$d:when"}"#).as_a("plain-window"),
    Said::of("window-until", r#"{"until":"$d:when"}"#).as_a("plain-window"),
    Said::of("window-from-to", r#"{"from_to":{"from":"$a:when","to":"$b:when"}}"#).as_a("plain-window"),
    Said::of("of-exactly", r#""exactly""#).as_a("how-of"),
    Said::of("of-at-least", r#""at_least""#).as_a("how-of"),
    Said::of("of-at-most", r#""at_most""#).as_a("how-of"),
    Said::of("km", r#""km""#).as_a("length-unit"),
    Said::of("metres", r#""m""#).as_a("length-unit"),
    Said::of("miles", r#""miles""#).as_a("length-unit"),
    Said::of("window-next-days-one", r#"{"within":{"side":"next","count":1,"unit":"$u:unit"}}"#).as_a("plain-window"),
    Said::of("window-next-days", r#"{"within":{"side":"next","count":"$n:count","unit":"$u:unit"}}"#)
        .as_a("plain-window"),
    Said::of("window-last-days-one", r#"{"within":{"side":"last","count":1,"unit":"$u:unit"}}"#).as_a("plain-window"),
    Said::of("window-last-days", r#"{"within":{"side":"last","count":"$n:count","unit":"$u:unit"}}"#)
        .as_a("plain-window"),
    Said::of("amounts-equal", r#""=""#).as_a("amounts"),
    Said::of("amounts-other", r#""!=""#).as_a("amounts"),
    Said::of("amounts-more", r#"">""#).as_a("amounts"),
    Said::of("amounts-at-least", r#"">=""#).as_a("amounts"),
    Said::of("amounts-less", r#""<""#).as_a("amounts"),
    Said::of("amounts-at-most", r#""<=""#).as_a("amounts"),
    Said::of("how-ago-exactly", r#""=""#).as_a("how-ago"),
    Said::of("how-ago-at-least", r#"">=""#).as_a("how-ago"),
    Said::of("how-ago-at-most", r#""<=""#).as_a("how-ago"),
    Said::of("how-ago-more", r#"">""#).as_a("how-ago"),
    Said::of("how-ago-less", r#""<""#).as_a("how-ago"),
    Said::of("amount-number", r#"{"literal":{"number":"$n:number"}}"#).as_a("amount"),
    Said::of("amount-percent", r#"{"literal":{"percent":"$p:percent"}}"#).as_a("amount"),
    Said::of("amount-duration", r#"{"literal":{"duration":{"count":"$n:plain","unit":"$u:unit"}}}"#).as_a("amount"),
    Said::of("amount-minus", r#"{"negated":{"literal":{"number":"$n:number"}}}"#).as_a("amount"),
    Said::of("window-ago-of", r#"{"ago":{"from":"$a:count","to":"$b:count","unit":"$u:unit"}}"#).as_a("window-of"),
    Said::of("window-of", r#""$w:window""#).as_a("window-of"),
    Said::of("window-this-fiscal", r#"{"fiscal":{"which":"this","unit":"$u:unit"}}"#).as_a("plain-window"),
    Said::of("window-previous-fiscal", r#"{"fiscal":{"which":"previous","unit":"$u:unit"}}"#).as_a("plain-window"),
    Said::of("window-last-fiscal-one", r#"{"last_fiscal":{"count":1,"unit":"$u:unit"}}"#).as_a("plain-window"),
    Said::of("window-last-fiscal", r#"{"last_fiscal":{"count":"$n:count","unit":"$u:unit"}}"#).as_a("plain-window"),
    Said::of("window-own-after", r#"{"own":{"direction":"after","of":"$v:own-date"}}"#).as_a("plain-window"),
    Said::of(
        "window-own-within-after",
        r#"{"own":{"direction":"after","within":{"count":"$n:count","unit":"$u:unit"},"of":"$v:own-date"}}"#,
    )
    .as_a("plain-window"),
    Said::of("window-own-before", r#"{"own":{"direction":"before","of":"$v:own-date"}}"#).as_a("plain-window"),
    Said::of(
        "window-own-within-before",
        r#"{"own":{"direction":"before","within":{"count":"$n:count","unit":"$u:unit"},"of":"$v:own-date"}}"#,
    )
    .as_a("plain-window"),
    Said::of(
        "window-weekdays",
        r#"{"local":{"window":"?$i:plain-window","weekdays":"$days:each(weekday,list-or)","hours":"?$h:hours"}}"#,
    )
    .as_a("window"),
    Said::of(
        "window-weekday",
        r#"{"local":{"window":"?$i:plain-window","weekdays":["$d:weekday"],"hours":"?$h:hours"}}"#,
    )
    .as_a("window"),
    Said::of("window-hours", r#"{"local":{"window":"?$i:plain-window","hours":"$h:hours"}}"#).as_a("window"),
    Said::of("hours", r#"{"from":"$a:count","to":"$b:count"}"#).as_a("hours"),
    Said::of("monday", r#""monday""#).as_a("weekday"),
    Said::of("tuesday", r#""tuesday""#).as_a("weekday"),
    Said::of("wednesday", r#""wednesday""#).as_a("weekday"),
    Said::of("thursday", r#""thursday""#).as_a("weekday"),
    Said::of("friday", r#""friday""#).as_a("weekday"),
    Said::of("saturday", r#""saturday""#).as_a("weekday"),
    Said::of("sunday", r#""sunday""#).as_a("weekday"),
    Said::of("own-first", r#"{"fold":{"function":"first","of":{"rows":{"stream":"$s:stream","field":"at"}}}}"#)
        .as_a("own-date"),
    Said::of("own-last", r#"{"fold":{"function":"last","of":{"rows":{"stream":"$s:stream","field":"at"}}}}"#)
        .as_a("own-date"),
    Said::of("own-name", r#"{"named":"$f:name"}"#).as_a("own-date"),
    Said::of("own-value", r#""$v:value""#).as_a("own-date"),
    Said::of("event", r#""rows(s)""#).as_a("event"),
    Said::of("event-parts", r#""rows(s f? c? t? w?)""#).as_a("event"),
    Said::of("step", r#"{"rows":"$r:event"}"#).as_a("step"),
    Said::of("step-without-one", r#"{"rows":"$r:event","without":["$x:event"]}"#).as_a("step"),
    Said::of("step-without", r#"{"rows":"$r:event","without":"$x:each(event,list-or)"}"#).as_a("step"),
    Said::of("step-within", r#"{"rows":"$r:event","within":{"count":"$n:count","unit":"$u:unit"}}"#).as_a("step"),
    Said::of(
        "step-within-without-one",
        r#"{"rows":"$r:event","within":{"count":"$n:count","unit":"$u:unit"},"without":["$x:event"]}"#,
    )
    .as_a("step"),
    Said::of(
        "step-within-without",
        r#"{"rows":"$r:event","within":{"count":"$n:count","unit":"$u:unit"},"without":"$x:each(event,list-or)"}"#,
    )
    .as_a("step"),
    // Days of the week and hours stand outside any other window.
    Said::of("window-plain", r#""$p:plain-window""#).as_a("window"),
];
