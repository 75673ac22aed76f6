### A word of the base, and changing it.

word-rename = Rename
word-code = In definitions
word-called = What people call it
word-family = Family of criteria
word-own-family = Or a family of your own
word-sensitive = A sensitive personal datum
word-sensitive-hint = The page of quality shows none of its values, and analyses leave it out unless it is asked for.
word-no = No
word-yes = Yes
word-type-hint = Values stay as they came and are read in the new type. What that comes to is shown before anything changes.
word-written = How its texts are written
word-decimal = Before decimals
word-days = Order of days
word-told = As the values tell
word-comma = A comma: 12,50
word-point = A point: 12.50
word-dmy = Day first: 31/12/2026
word-mdy = Month first: 12/31/2026
word-name = Name in definitions and mappings
word-name-hint = Small letters, digits and underscores. The old name goes on meaning the same.
word-save = Save
word-save-hint = Another type or name is only shown first: you confirm it on the next page.
word-back = Back to your words
word-changed = Saved.
word-same = Nothing was to change.
word-ask = Before it changes
word-ask-lead = Nothing has changed yet. This is what your change comes to.
word-becomes = becomes
word-values = Its values
word-times = Times
word-read-by = { $n ->
    [one] One segment reads it
   *[other] { $count } segments read it
}
word-make = Make the change
word-make-all-the-same = Make the change all the same
word-leave = Leave it as it is
