### What came in, how it is read, and how good it is.

## The data page
data-quality = How good they are
data-words = Your words
data-words-lead = Everything that segments can speak of: attributes of customers, and the rows of each stream.
data-drop = Drop files here
data-drop-hint = Exports of your shop, your mailing tool or your till: CSV, Excel, JSON or Parquet, zipped or not, several at once. Nothing goes in before you have seen what each column becomes.
data-files = Files
data-look = Look at them
data-holds = What the base holds
data-what = What
data-rows = Rows
data-table = reference table
data-table-products = Products
data-table-stores = Stores
data-table-companies = Companies
data-table-campaigns = Campaigns
data-table-postal-codes = Postal codes
data-table-calendars = Calendars
data-table-rates = Exchange rates
data-imports = Last imports
data-no-imports = Nothing was imported yet.
data-file = File
data-taken = Taken in
data-refused = Refused
data-refused-count = { $n ->
    [0] Nothing is refused.
    [one] { $count } row or value is refused, and waits for you.
   *[other] { $count } rows or values are refused, and wait for you.
}
data-see-refused = See why
data-attributes = Customers
data-word = Name
data-kind = Type
data-family = Family
data-sensitive = sensitive
data-computed = computed

## Refused rows
data-refused-title = Refused rows
data-refused-lead = They are kept as they were written. Mend the cause and import again, or correct the rows in a file and send it back.
data-refused-none = Nothing is refused: every row that was sent is in.
data-refused-why = Why
data-refused-how-many = How many
data-refused-do = What to do
data-refused-rows = The rows
data-refused-export = Rows of { $file } as CSV
data-row = Row
data-column = Column
data-value = Value
data-corrected = Send corrected rows back
data-corrected-hint = The file you exported above, under the same name, with its cells corrected. Rows that are right now leave this list.
data-corrected-send = Send back
failed-unknown-refused = There are no refused rows of that file any more.

## Files on their way in
arrival-title = Import
arrival-lead = This is what each column is taken for. Change what is wrong, then import.
arrival-looking = Looking at your files
arrival-importing = Taking them in
arrival-rows-word = rows
arrival-rows = { $n ->
    [one] { $count } row
   *[other] { $count } rows
}
arrival-done = What came in
arrival-file = File
arrival-read = Read
arrival-became = What it became
arrival-new = { $n ->
    [one] { $count } new row
   *[other] { $count } new rows
}
arrival-known = { $n ->
    [one] { $count } known already
   *[other] { $count } known already
}
arrival-customers = { $n ->
    [one] { $count } new customer
   *[other] { $count } new customers
}
arrival-refused = { $n ->
    [one] { $count } refused
   *[other] { $count } refused
}
arrival-same = This very file was imported before: nothing changes.
arrival-see-refused = See what was refused
arrival-to-library = Add ready-made segments
arrival-to-quality = See how good the data are
arrival-back = Back to the data
arrival-where = Only the rows where
arrival-column = Column
arrival-values = First values
arrival-becomes = Becomes
arrival-why = Why, and how sure
arrival-sure = { $share }% sure
arrival-aside = Leave this file out
arrival-import = Import
arrival-apply = Apply the changes
arrival-text = The mapping as text
arrival-text-hint = Everything a mapping can say: computed values, rows to choose, files to look things up in. Once kept, the text is what counts.
arrival-keep-text = Keep this text
arrival-again = Back to the proposal
arrival-out = (left out)
arrival-own = { $name } (a word of your own)
arrival-role-customer = Whose row it is: customer
arrival-role-at = When it happened
arrival-role-message = The row’s own id
arrival-role-updated-at = When the row was last changed
arrival-role-key = The key of the table
arrival-profile = Each row describes a customer
arrival-table = Each row is an entry of the reference table “{ $name }”
arrival-stream = Rows become: { $stream }
failed-arrival = The files did not arrive whole: { $detail }
failed-arrival-empty = No file was sent. Choose one or several, or drop them on the page.
failed-unknown-arrival = There is no import number { $number } any more: the files are gone with the server that took them. Send them again.
