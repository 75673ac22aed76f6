### Every sentence that tranche says in English. `fr.ftl` has the same keys with the same words to fill in.

## Months
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec

## Types, and things expected
type-text = text
type-category = category
type-number = number
type-money = money
type-bool = true or false
type-date = date
type-instant = moment
type-duration = duration
type-text-list = list of texts
type-point = point
type-list = list
type-text-or-list = text or list
expected-value = a value
expected-name = a name
expected-text = a text in 'quotes'
expected-number = a number

## Problems in a definition
problem-here = here
problem-typed = what you typed
problem-did-you-mean = did you mean { $names }?
problem-unknown-attribute = There is no attribute “{ $name }”.
problem-unknown-field = Rows of “{ $stream }” have no field “{ $name }”.
problem-unknown-stream = There is no stream “{ $name }”.
problem-unknown-segment = There is no segment “{ $name }”.
problem-ambiguous-name = “{ $name }” could be any of { $names }: write the whole name.
problem-unexpected = “{ $found }” cannot stand here; expected: { $expected }.
problem-text-ends = Something is missing at the end; expected: { $expected }.
problem-unknown-character = The character “{ $character }” means nothing here.
problem-text-not-closed = This text is not closed: a quote ' is missing.
problem-name-not-closed = This name is not closed: a back-quote ` is missing.
problem-not-a-number = “{ $text }” is no number; a name that starts with a digit stands in `back-quotes`.
problem-number-too-long = “{ $text }” is too long a number: at most 20 digits may stand before the point.
problem-not-a-count = { $number } is not a whole number from 1 to { $limit }.
problem-not-a-date = “{ $text }” is no date; write 2026-03-01, 2026-03-01T10:00 or 2026-03-01T10:00:00Z.
problem-not-a-day = “{ $text }” is a moment; a day such as 2026-03-01 is needed here.
problem-not-a-period = A calendar has no period of one { $unit }: use week, month, quarter or year (or “over last 3 hours” for a length of time).
problem-bad-hours = Hours go from 0 to 23 up to 24, and differ: “at hours 6 to 12”, or past midnight “at hours 22 to 6”.
problem-not-fiscal = A fiscal period is a year or a quarter: “this fiscal year”, “last 2 fiscal quarters”.
problem-plain-window = Here a window hangs on the day of the question alone: no weekdays, hours or dates of the customer.
problem-too-deep = This is nested deeper than { $limit } levels.
problem-too-large = A definition may be { $depth } levels deep and hold { $nodes } nodes; this one is larger.
problem-wrong-type = This is of type { $found }; { $expected } is needed here.
problem-not-comparable = { $left } cannot be compared with { $right }.
problem-no-order = Values of type { $type } are equal or not; none is greater than another.
problem-bad-arithmetic = { $left } { $operator } { $right } makes no sense.
problem-empty-list = The list is empty.
problem-not-a-constant = Only values written out can stand in a list.
problem-empty-text = A text of nothing but spaces is never found; use “is unknown” to find missing values.
problem-too-many-places = “{ $text }” has more than six decimal places.
problem-no-length = “{ $text }” has no fixed length; use days or weeks.
problem-not-in-rows = “{ $form }” is about a whole customer; it cannot stand in a filter on rows.
problem-needs-field = “{ $form }” needs a field: write { $stream }.amount, for example, in place of { $stream }.
problem-not-of-days = “{ $form }” cannot be taken of days or gaps.
problem-fold-type = “{ $form }” cannot be taken of values of type { $type }.
problem-bad-pattern = This is no regular expression: { $reason }
problem-bad-text-test = This test of a text cannot be written so.
problem-bad-window = “{ $window }” is no window of time.
problem-window-backwards = This window ends before it starts.
problem-bad-quantile = A quantile has from 2 to { $limit } parts, not { $parts }.
problem-not-sayable = This tree cannot be written as text: a value in it is not as text would have it.
problem-too-few-operands = “and” and “or” join at least two tests.
problem-bad-count-of = Of { $all } tests, “{ $number }” says nothing: it is always true or never.
problem-not-a-point = “{ $text }” is no place: write latitude and longitude in degrees, such as (48.8566, 2.3522).
problem-rows-to-come = Rows that are to come are not known: “within next” is for dates of the profile.
problem-other-period = “every { $unit }” goes with “last 6 { $units }”: the periods are those counted.
problem-needs-window = “{ $form }” needs a window: write { $stream } over last 30 days, for example, in place of { $stream }.
problem-how-long = This window has no length: say how long the silence is, such as “after 6 months”.
problem-not-in-history = “{ $form }” cannot stand in “was (…)”, which looks at values of the profile alone.
problem-not-an-attribute = Only an attribute of the profile can change.
problem-not-a-share = { $percent }% is no share of the customers: write more than 0% and at most 100%, with at most six decimal places.
problem-no-sentence = A definition in words begins with: { $expected }.
problem-sentence = This sentence cannot be understood from “{ $found }” on; expected: { $expected }.
problem-sentence-ends = This sentence ends too soon; expected: { $expected }.
expected-quote = a text in “quotes”
expected-day = a day
problem-bad-segment-file = This is no segment file: { $reason }
problem-bad-segment-id = “{ $reason }” cannot be a segment's id: use letters, digits, dashes and underscores.

## Things that failed
failed-no-base = There is no base in { $dir }. Make one with “tranche --base { $dir } init”, or try everything with “tranche --base { $dir } demo”.
failed-already-there = { $dir } already holds a base.
failed-newer-format = { $dir } was written by a later version of tranche (format { $found }; this one reads up to { $known }). Install the later version.
failed-busy = Another program is writing to { $dir }. Try again when it has finished.
failed-disk-full = The disk is full. The base is as it was before; make room, then do the same again.
failed-stopped = { $file } could not be made durable, so nothing more is written. Check the disk, then start again: the base opens as of the last import that was confirmed.
failed-damaged = { $file } is damaged: { $detail }
failed-store = The base could not be read or written: { $detail }
failed-file = { $file }: { $detail }
failed-instant = “{ $text }” is no instant; write 2026-03-01, 2026-03-01T10:00 or 2026-03-01T10:00:00Z.
failed-day = “{ $text }” is no day; write 2026-03-01.
failed-history-dates = The first day, { $from }, comes after the last one, { $to }.
failed-history-many = A history has at most { $most } dates; choose a longer step or fewer years.
failed-timezone = There is no time zone “{ $timezone }”; write an IANA name such as Europe/Paris.
failed-currency = “{ $currency }” is no currency code; write three letters such as EUR.
failed-unknown-customer = No customer has the id “{ $id }”.
failed-nothing-to-unmerge = Nothing is linked by “{ $what }”. “tranche identity ID” shows the links of a customer, with their numbers.
failed-no-segments = There is no segment file (*.toml) in { $dir }.
failed-circle = Segments name one another in a circle: { $circle }.
failed-no-mapping = The mapping { $mapping } says nothing of { $file }; it knows { $patterns }.
failed-nothing-found = Nothing to import was found in { $where }.
failed-name-twice = { $file }: the name “{ $name }” stands there twice.
failed-write-where = There is no file “{ $text }” to write into.
failed-definition-line = { $file }: a line must read “name: definition”, not “{ $line }”.

## Commands: their help
cli-heading-usage = Usage:
cli-heading-commands = Commands
cli-heading-arguments = Arguments
cli-heading-options = Options
mistyped-argument = There is no argument “{ $argument }” here.
mistyped-command = There is no command “{ $command }”.
mistyped-missing = Something is missing: { $arguments }
mistyped-no-command = A command is missing.
mistyped-value = “{ $value }” does not fit { $argument }; possible: { $values }
mistyped-conflict = { $argument } and { $other } exclude one another.
mistyped-line = This command line cannot be read.
mistyped-see-help = --help says more.
cli-tranche = Customer segmentation: load what you know of your customers, say who you mean, see who they are.
cli-tranche-example =
    Try it on a made-up shop:  tranche demo
cli-arg-base = Folder of the base (default: tranche-base)
cli-arg-json = Answer in JSON
cli-arg-lang = Language of the answers: en or fr (default: the system's)
cli-arg-help = Show help
cli-arg-version = Show the version
cli-arg-as-of = Instant of the question: 2026-03-01, 2026-03-01T10:00 or 2026-03-01T10:00:00Z (default: now)
cli-arg-known-at = Knowledge of the question: only what was received by this instant counts (default: everything)
cli-arg-cut-offs = Cut-offs of the whole base: in-force (as of the last local midnight; default) or exact (as of the instant itself)
cli-init = Make an empty base
cli-init-example = Example:  tranche --base shop init --timezone Europe/Paris --currency EUR --name "My shop"
cli-init-arg-timezone = Time zone of the business (default: Europe/Paris)
cli-init-arg-currency = Currency of the business (default: EUR)
cli-init-arg-name = Name of the business
cli-import = Take files in: CSV, Excel, OpenDocument, JSON or Parquet, by a mapping file
cli-import-example = Example:  tranche import --mapping shop.toml customers.csv orders.csv
cli-import-arg-files = Files to import: each by itself, folders, zip archives, or patterns such as "exports/*.csv"
cli-import-arg-mapping = What the columns stand for (see docs/reference/mapping.md)
cli-import-arg-shape = Instead of a mapping: “tracking” for files of messages (identify, track, page, screen, group, alias), one JSON object a line
cli-import-arg-guess = Instead of importing, propose a mapping for the files and print it
cli-schema = Show the words of the base: attributes, streams, reference tables and their types
cli-schema-example = Example:  tranche schema --all
cli-schema-arg-all = Show streams without rows too
cli-check = Tell whether a definition is right, without running it
cli-check-example = Example:  tranche check "count(order over last 90 days) >= 3"
cli-check-arg-definition = A definition, or a file that holds one
cli-fmt = Lay a definition out for reading, with its comments
cli-fmt-example = Example:  tranche fmt --write segments/vip.toml
cli-fmt-arg-definition = A definition, or a file that holds one
cli-fmt-arg-write = Write the result into the file
cli-count = Count the customers that a definition means
cli-count-example = Example:  tranche count "country = 'FR' and any(order over last 30 days)"
cli-count-arg-definition = The definition
cli-members = List the members of a segment or of a definition
cli-members-example = Example:  tranche members dormant --format csv > dormant.csv
cli-members-arg-segment = Id of a segment
cli-members-arg-definition = A definition
cli-members-arg-format = Form of the list: table (default), csv, json or ids
cli-segments = Show all segments with their size, share, revenue and average order
cli-segments-example = Example:  tranche segments --as-of 2026-01-01
cli-segments-arg-sentences = Say what each segment says, in words, instead of its figures
cli-history = Show how the size of a segment or of a definition went, recomputed from what happened
cli-history-example = Example:  tranche history dormant --from 2025-03-01 --to 2026-03-01 --every month
cli-history-arg-segment = Id of a segment
cli-history-arg-definition = A definition
cli-history-arg-from = First day; a day is asked as of the local midnight that starts it, with the cut-offs of then
cli-history-arg-to = Last day, always among those shown (default: today)
cli-history-arg-every = Step from one day to the next: day (default), week or month
cli-history-arg-members = With --json, list who entered and who left between the first day and the last
cli-evaluate = Evaluate all segments together, and say how long it took
cli-evaluate-example = Example:  tranche evaluate --definitions bench/twenty.txt --repeat 3
cli-evaluate-arg-definitions = File with one “name: definition” a line, instead of the base's segments
cli-evaluate-arg-repeat = How many times to evaluate; the quickest is told
cli-customer = Show one customer: profile, timeline, segments
cli-customer-example = Example:  tranche customer C000042
cli-customer-arg-id = Any id of the customer
cli-customer-arg-rows = How many of the latest rows to show

cli-identity = Show who a customer is: all its ids, what linked them, and who may be the same person
cli-identity-example = Example:  tranche identity ada@example.com
cli-identity-arg-id = Any id of the customer or visitor
cli-unmerge = Undo a link between two ids: each customer has again what it had without it
cli-unmerge-example = Example:  tranche unmerge L12
cli-unmerge-arg-what = The number of a link, as “tranche identity” shows it, or an id all of whose links are undone
cli-verify = Prove that the base is whole: checksums, rows, catalogue and stored cut-offs
cli-verify-example = Example:  tranche verify --json
cli-backup = Copy the base to another folder; an import may go on meanwhile
cli-backup-example = Example:  tranche backup /backups/shop-2026-03-01
cli-backup-arg-dir = Folder of the copy; it must not hold a base
cli-restore = Make a base out of a backup; --base says where, and must not hold one
cli-restore-example = Example:  tranche --base shop restore /backups/shop-2026-03-01
cli-restore-arg-dir = Folder of the backup
cli-apply = Take in segment files (*.toml) from a folder: all of them, or none
cli-apply-example = Example:  tranche apply segments
cli-apply-arg-dir = Folder of the files
cli-demo = Make a base out of a made-up French shop, with ready-made segments
cli-demo-example = Example:  tranche --base demo-base demo --customers 5000
cli-demo-arg-customers = How many customers it has
cli-demo-arg-until = Day at whose midnight its history ends (default: today)
cli-demo-arg-seed = What chance is drawn from: the same seed makes the same shop

## Commands: their answers
init-done = There is now a base in { $dir } (time zone { $timezone }, currency { $currency }). Next: tranche --base { $dir } import --mapping MAPPING.toml FILE…
check-done = The definition is right:
count-done = { $n ->
    [one] { $count } customer of { $of } ({ $share }), as of { $at }
   *[other] { $count } customers of { $of } ({ $share }), as of { $at }
}
members-done = { $n ->
    [one] { $count } member as of { $at } ({ $shown } shown; all of them with --format ids)
   *[other] { $count } members as of { $at } ({ $shown } shown; all of them with --format ids)
}
when-known = { $at }, as known at { $known }
history-on = midnight of
history-count = members
history-share = share
history-entered = entered
history-left = left
history-bar = size
history-dates = { $n ->
    [one] { $count } date (all of them with --json)
   *[other] { $count } dates, some of them shown (all of them with --json)
}
history-done = From { $from } to { $to }: { $entered } entered, { $left } left, { $stayed } stayed
evaluate-done = { $n ->
    [one] { $n } definition: columns read in { $load } s, evaluated in { $evaluate } s
   *[other] { $n } definitions: columns read in { $load } s, evaluated in { $evaluate } s
}
apply-done = Segments: { $added } added, { $changed } changed, { $unchanged } as before.
bar-left = left:
bar-rows-per-second = rows/s
import-file = file
import-target = goes to
import-new = new
import-versions = new versions
import-known = known
import-refused = refused
import-profiles = profiles
import-same-file = imported before, nothing to do
import-note = { $file }: { $note }.
import-refusals = { $n ->
    [one] { $file }: { $count } value or row was refused; all the rest went in.
   *[other] { $file }: { $count } values or rows were refused; all the rest went in.
}
import-left = { $file } is left aside: { $reason }
import-more-refusals = { $n ->
    [one] … and { $count } more (all of them with --json)
   *[other] … and { $count } more (all of them with --json)
}
refused-row = row
refused-column = column
refused-value = value
refused-reason = reason
schema-attributes = { $n ->
    [one] { $count } customer, with these attributes
   *[other] { $count } customers, with these attributes
}
schema-stream = { $n ->
    [one] Stream { $name }: { $count } row
   *[other] Stream { $name }: { $count } rows
}
schema-grouped = Stream { $name }: computed from the rows of { $lines }
schema-table = { $n ->
    [one] Reference table { $name }: { $count } row
   *[other] Reference table { $name }: { $count } rows
}
schema-more = Streams without rows are not shown; --all shows them.
schema-name = name
schema-type = type
schema-label = label
schema-family = family
segments-name = segment
segments-count = members
segments-share = share
segments-bar = of the base
segments-revenue = revenue
segments-revenue-share = of revenue
segments-average = average order
segments-unavailable = unavailable: no rows in { $streams }
segments-none = This base has no segments yet. Take the ready-made ones in with “tranche apply segments”, or write your own.
segments-done = { $n ->
    [one] { $customers } customer, { $revenue } of revenue in all, as of { $at }
   *[other] { $customers } customers, { $revenue } of revenue in all, as of { $at }
}
customer-head = Customer { $id }, as of { $at }
customer-value = value
customer-rows = { $n ->
    [one] Timeline: { $count } row, the latest first
   *[other] Timeline: { $count } rows, the latest first
}
customer-at = when
customer-stream = what
customer-fields = details
customer-segments = { $n ->
    [one] In { $n } segment: { $segments }
   *[other] In { $n } segments: { $segments }
}
demo-writing = writing the shop
demo-next =

    What to look at next:
      tranche --base { $base } count "country = 'FR' and count(order over last 90 days) >= 3"
      tranche --base { $base } members vip --format csv
      tranche --base { $base } customer C000007

## Files that could not be read
intake-unreadable = { $file } cannot be read: { $detail }
intake-unknown-format = What { $file } holds is not known: end its name with .csv, .xlsx, .ods, .json, .ndjson or .parquet, or write format = "…" in the mapping.
intake-not-csv = { $file } cannot be read as CSV: { $detail }
intake-header-quote = In { $file } a quote of the header line is never closed: close it, or say in the mapping what stands around cells, with quote = "…".
intake-not-parquet = { $file } cannot be read as Parquet: { $detail }
intake-several-arrays = { $file } holds several arrays: { $keys }. Say in the mapping which one holds the rows, with rows = "…".
intake-no-array = { $file } has no array under “{ $key }”.
intake-not-archive = { $file } cannot be read as a zip archive: { $detail }
intake-archive-too-large = { $file } cannot be read: { $member } in it grows out of all proportion.
left-not-known = the mapping says nothing of it.
left-archive-within = an archive inside an archive is not opened.
intake-not-workbook = { $file } cannot be read as a workbook: { $detail }
intake-workbook-too-large = { $file } cannot be read: its part { $part } grows out of all proportion. Save the sheet as CSV if it is really that large.
intake-workbook-locked = { $file } is locked by a password, or was saved in a format before 2007: save it as .xlsx without a password.
intake-no-sheet = { $file } has no sheet “{ $sheet }”. Its sheets: { $sheets }
intake-mapping-misfit = The mapping does not fit { $file }.
intake-note-encoding = read as { $encoding }
intake-note-delimiter = cells are separated by “{ $delimiter }”
intake-note-quote = cells are quoted with { $quote }
intake-note-sheet = the sheet “{ $sheet }” is read, the first that is not empty; also there: { $others }
intake-note-header = the columns are named in row { $line }; what stands above it is left aside
intake-note-name-twice = another column is called “{ $name }” already: this one becomes “{ $own }”
intake-note-decimal-comma = in “{ $column }” the comma stands before decimals
intake-note-date-order = in “{ $column }” { $order ->
    [dmy] the day comes before the month
   *[mdy] the month comes before the day
}, as { $value } shows
intake-note-date-undecided = in “{ $column }” nothing shows whether the day or the month comes first: dates that can be read in two ways are refused until the mapping says date_order
intake-note-date-both = in “{ $column }” some days come before the month ({ $day_first }) and some behind it ({ $month_first }): dates that can be read in two ways are refused
intake-note-zone = times without a zone are read in { $zone }: { $columns }
intake-note-rows = the rows are the elements of “{ $key }”; what stands beside it is left aside

## Problems of a mapping
mapping-not-toml = This is not valid TOML: { $detail }
mapping-unknown-key = “{ $key }” means nothing here.
mapping-missing-key = “{ $key }” is missing.
mapping-one-target = A feed goes to exactly one place: stream = "…", attributes = true or table = "…".
mapping-expects-text = “{ $key }” must be a text in quotes, and not empty.
mapping-expects-list = “{ $key }” must be a list of texts, such as ["week", "note"].
mapping-expects-sections = “{ $key }” must be a section of its own.
mapping-expects-true = “{ $key }” can only be true.
mapping-expects-column = The field “{ $key }” must be a column's name, or { "{" } column = "…", type = "…", table = "…" { "}" }.
mapping-empty-name = No letter or digit of “{ $name }” is left to make a name of.
mapping-field-twice = The field “{ $field }” is said twice.
mapping-delimiter = The delimiter must be a single character, such as ";".
mapping-quote = What stands around a cell is one character, such as " or '.
mapping-date-order = The order of dates is "dmy" (31/12/2025) or "mdy" (12/31/2025).
mapping-decimal = What stands before decimals is "." or ",".
mapping-unknown-encoding = The encoding “{ $encoding }” is not known. Names are those of the web, such as utf-8, utf-16le or windows-1252.
mapping-only-and-ignore = “only” and “ignore” exclude one another: keep one of them.
mapping-unknown-format = There is no format “{ $format }”: it is csv, ndjson or parquet.
mapping-unknown-type = There is no type “{ $type }”.
mapping-unknown-zone = There is no time zone “{ $zone }”: write it as Europe/Paris or UTC.
mapping-lookup-path = “{ $key }” must name a table and one of its fields, such as "campaigns.start_date".
mapping-unknown-column = The file has no column “{ $column }”.
mapping-nameless-column = No field name can be made of the column “{ $column }”: give it one under “fields”, or leave it out with “ignore”.
mapping-reserved-name = The column “{ $column }” would become the field “{ $field }”, which is the name of a row's time: rename it under “fields”, or leave it out with “ignore”.
mapping-collision = The columns “{ $first }” and “{ $second }” would both become the field “{ $field }”: give one of them another name under “fields”, or leave it out with “ignore”.
mapping-table-without-key = The table “{ $table }” needs to know its key: write key = "…" with the name of the column that holds it.
mapping-unknown-key-field = There is no field “{ $field }” to be the key.
mapping-unknown-lines = There is no stream “{ $stream }” to take the lines from.
mapping-unknown-line-field = The stream “{ $stream }” has no field “{ $field }”.
mapping-sum-of-no-number = “{ $field }” of the stream “{ $stream }” is no number: it cannot be added up.

## Reasons for refusing rows and values
refused-no-customer = The customer's id is missing.
refused-message-type = “{ $type }” is no type of message: expected identify, track, page, screen, group or alias.
refused-message-time = “{ $value }” is not a time.
refused-no-event = The event's name is missing.
refused-no-group = The group's id is missing.
refused-no-previous-id = An alias needs a user id and a previous id.
refused-blocked-customer = “{ $id }” names no customer: it is a missing value written out, an address for tests, or no real number.
refused-no-time = The time is missing.
refused-no-key = The key is missing.
refused-unknown-code = The table “{ $table }” has no “{ $field }” for the code “{ $code }”.
refused-currency = The amounts are in { $currency }; the base counts in { $expected }.
refused-cells = The line has { $found } cells where { $expected } are expected.
refused-quote-not-closed = A quote in this line is never closed: close it, or double it if it belongs to the text.
refused-not-utf8 = The line is not written in UTF-8.
refused-not-json = The line is not valid JSON, from character { $position } on.
refused-not-an-object = The line is no JSON object.
refused-name-twice = The row has two values under this name.
refused-nested-value = A list of objects, or another nested value, cannot be kept in a field.
refused-cell-error = The cell { $cell } holds an error, not a value.
refused-formula-without-value = The formula in { $cell } was never computed: open the file in a spreadsheet program and save it.
refused-json-cut-short = The file ends before its array does: the rows before this place were read, others may be missing.
refused-row-too-long = The row is longer than { $most } MiB.
refused-a-list = A list stands where one value of the type { $type } is expected.
refused-not-a-number = This is no number.
refused-not-an-amount = This is no amount of money.
refused-not-a-duration = This is no number of seconds.
refused-number-too-large = This number is too large to be kept.
refused-ambiguous-number = This number can be read in two ways, and no other of its column tells which: write decimal = "," or decimal = "." in the mapping.
refused-not-a-bool = This is neither true nor false.
refused-not-a-date = This is no date written as 2026-03-01.
refused-not-an-instant = This is no date and time written as 2026-03-01T10:00:00.
refused-ambiguous-date = This date can be read in two ways, and no other of its column tells which: write date_order = "dmy" (day first) or "mdy" (month first) in the mapping.
refused-not-a-point = This is no point written as latitude,longitude.
refused-not-a-text = This is no text.

## What was refused, and the log of imports
refused-done = { $n ->
    [0] Nothing is refused: every row and value of the files is in, or was corrected.
    [one] { $count } row or value is refused and waits to be corrected.
   *[other] { $count } rows or values are refused and wait to be corrected.
}
refused-file = file
refused-line = line
refused-count = how many
refused-example = example
refused-to-do = what to do
refused-example-value = { $file }, row { $row }: { $column } = “{ $value }”
refused-example-row = { $file }, row { $row }: { $value }
refused-next = --rows lists them one by one; --export DIR writes them as CSV with the reason, to be corrected and imported again.
refused-written = { $n ->
    [one] { $file }: { $count } row
   *[other] { $file }: { $count } rows
}
refused-counted = { $n ->
    [one] { $count } refused value is left out: its row is in without it, and its stream has no key by which a row could be said again. Give the stream a key in the mapping (key = "…").
   *[other] { $count } refused values are left out: their rows are in without them, and their streams have no key by which a row could be said again. Give these streams a key in the mapping (key = "…").
}
refused-without-row = { $n ->
    [one] { $count } refusal is left out: its row was not kept. Correct the file itself and import it again.
   *[other] { $count } refusals are left out: their rows were not kept. Correct the files themselves and import them again.
}
refused-correct = Correct the cells, leave the last column as it is, then: tranche import --corrected { $file }
refused-nothing-written = Nothing was written.
import-refused-next = “tranche refused” lists everything refused, with what to do about it.
import-corrected = { $n ->
    [one] { $file }: { $count } row refused before was read again and leaves the list; what is still wrong in it is listed anew.
   *[other] { $file }: { $count } rows refused before were read again and leave the list; what is still wrong in them is listed anew.
}
failed-not-corrected = No refused row of a file named like { $file } waits to be corrected. “tranche refused --export DIR” writes the files to correct; keep their names.
mend-otherwise = Correct the cell, then import the row again.
mend-no-customer = Fill in the customer's id, or leave such rows out at their source.
mend-blocked-customer = Put the customer's true id in place of the stand-in.
mend-no-time = Fill in the date, or say another column as the time in the mapping.
mend-no-key = Fill in the key: it is what the row is known by.
mend-unknown-code = Import the table that has this code first, or correct the code.
mend-currency = Convert the amount, or export these rows in the base's currency.
mend-cells = Put the cell that holds the separator in quotes, or add the missing cells.
mend-quote-not-closed = Close the quote, or double it if it belongs to the text.
mend-not-utf8 = Say the encoding in the mapping (encoding = "windows-1252"), or save the file as UTF-8.
mend-not-json = Correct the line, or export the file again: it may have been cut short.
mend-not-a-number = Correct the number; if the column holds codes, retype it: tranche schema set NAME --type text
mend-not-an-amount = Leave only the number in the cell; the currency stands in a column of its own.
mend-ambiguous-number = Say decimal = "," or decimal = "." in the mapping, then import the file again.
mend-not-a-bool = Write true or false, yes or no, 1 or 0.
mend-not-a-date = Correct the day; a day that does not exist (30 February) is no day.
mend-not-an-instant = Correct the date and time; a time that does not exist is no time.
mend-ambiguous-date = Say date_order = "dmy" or "mdy" in the mapping, then import the file again.
mend-nested-value = Export this value as columns of its own.
mend-a-list = Keep one value, or give the field the type text_list in the mapping.
imports-none = Nothing has been imported yet.
imports-when = started
imports-source = source
imports-file = file
imports-outcome = outcome
imports-rows = rows
imports-taken = taken
imports-refused = refused
imports-seconds = seconds
imports-ended-taken = taken in
imports-ended-known = the same file as before
imports-ended-waiting = left for later
imports-ended-failed = failed
imports-ended-nothing = nothing to take in
imports-problems = the mapping has problems: “tranche import” with it shows them
cli-refused = Show what was refused of imported files, why, and what to do about it
cli-refused-example = Example:  tranche refused --export to-correct
cli-refused-arg-file = Only of files of this name
cli-refused-arg-stream = Only of rows for this stream or table, or profile
cli-refused-arg-reason = Only for this reason, such as not-a-number
cli-refused-arg-rows = List them one by one, at most N (20 unless said)
cli-refused-arg-export = Write the rows as CSV into this folder, to be corrected and imported with “import --corrected”
cli-imports = Show the log of imports: when, which file, rows taken and refused, how it ended
cli-imports-example = Example:  tranche imports --rows 50
cli-imports-arg-source = Only of this scheduled source
cli-imports-arg-rows = How many, the latest first (default: 20)
cli-import-arg-corrected = The files are refused rows that “refused --export” wrote and you corrected; no mapping is needed

## Whether a base is whole, and its copies
verify-whole = The base is whole: { $customers } customers, { $rows } rows in { $parts } parts, { $files } files imported, { $cutoffs } stored cut-offs computed again. Damages: { $damages }.
verify-damaged = The base is damaged (places: { $damages }). Still whole: { $rows } rows. “tranche restore” makes a base out of a backup.
verify-digest = Digest: { $digest }
verify-left-over = { $file } belongs to no import: an interrupted one left it. The next import removes it.
verify-missing = { $file } is not there.
verify-changed = { $file } is not what was written: its length or a checksum has changed.
verify-unreadable = { $file } cannot be read: { $detail }
verify-rows = { $file } holds { $found } rows, not { $expected }.
verify-disordered = { $file } does not have its rows in order of customers.
verify-strangers = { $file } has { $count } rows of customers that the base does not have.
verify-table = { $file }: the table { $table } is not what was written.
verify-keys = { $file }: { $count } keys name customers that the base does not have.
verify-cut-offs = { $file }: the cut-offs stored under “{ $key }” are not what was written.
verify-cut-offs-differ = The cut-offs stored under “{ $key }” as of { $at } differ from those computed again.
verify-concerns = It concerns “{ $target }”; definitions that do not name it can be used.
verify-concerns-some = It concerns rows of “{ $target }” of customers number { $first } to { $last }; definitions that do not name it can be used.
verify-concerns-profiles = It concerns the attributes of customers, which also say when each of them came: make the base out of a backup again.
verify-concerns-nothing = They are computed again when they are needed.
verify-concerns-all = It concerns the whole base.
backup-done = Copied to { $dir }: { $customers } customers, { $rows } rows, { $kilobytes } kB.
restore-done = { $dir } holds the base again: { $customers } customers, { $rows } rows, { $kilobytes } kB.

identity-customer = Customer { $id }
identity-visitor = Visitor { $id }, not linked to any customer
identity-kind = kind of id
identity-key = id
identity-link = link
identity-why = why
identity-source = source
identity-said = said on
identity-effect = effect
identity-other = other customer
identity-in-common = in common
identity-why-alias = takes the place of
identity-why-replaced = replaced, may be
identity-why-together = in one message with
identity-why-contact = can be reached at
identity-effect-merges = one customer
identity-effect-undone = undone
identity-effect-shared = none: shared by { $count } customers
identity-effect-contested = none: the visitor was linked to another customer before
identity-same-email = e-mail address
identity-same-phone = phone
identity-same-name = name and postal code
identity-suspects = { $n ->
    [0] No other customer looks like the same person.
    [one] { $count } other customer may be the same person; nothing was merged.
   *[other] { $count } other customers may be the same person; nothing was merged.
}
unmerge-undone = Link { $link } is undone: { $first } and { $second } are no longer one by it.

## A proposed mapping
guess-looking = Looking at the files
guess-head =
    A mapping proposed by looking at the files. Read it, mend what is wrong, keep it as a file, then:
    tranche import --mapping FILE.toml FILES
    Behind each line: how sure it is, what told it, and values of the column.
guess-zone = the zone of times that name none
guess-file = { $file }, { $n ->
    [one] { $count } row
   *[other] { $count } rows
}: { $what }
guess-file-profiles = customers, one a row.
guess-file-orders = orders, one a row.
guess-file-lines = lines of orders.
guess-file-table = the reference table “{ $table }”.
guess-file-stream = rows of the stream “{ $stream }”.
guess-left-empty = left aside: it has no rows.
guess-left-no-customer = left aside: no column tells the customer, and none is a key of its own.
guess-left-no-time = left aside: no column tells when it happened.
guess-note-no-order = No column tells the order: lines are taken without orders.
guess-note-without-customer = { $share }% of the rows name no customer: the import refuses them and lists them.
guess-note-cancelled = Orders whose number begins with { $letter } take things back: they become refunds.
guess-grouped = an order is what its lines add up to
guess-where = these rows only
guess-column = { $confidence }%, { $why }
guess-column-with-examples = { $confidence }%, { $why }: { $examples }
guess-why-name = by its name
guess-why-values = by its values
guess-why-only-time = the only time in the file
guess-why-key = no two rows have the same
guess-why-computed = computed from the row
guess-why-lookup = a day of the table “{ $table }”
guess-why-join = its values are keys of “{ $table }”
guess-why-own = own name kept, { $type }
guess-why-preset = known export of { $preset }
