//! The export files being written.

use std::fmt::{Display, Write as _};
use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

/// A CSV file being written.
pub(super) struct Sheet {
    out: csv::Writer<File>,
    cell: String,
}

impl Sheet {
    fn create(dir: &Path, name: &str, columns: &str) -> io::Result<Self> {
        let file = File::create(dir.join(name))?;
        let mut out = csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(file);
        out.write_record(columns.split(' '))?;
        Ok(Sheet { out, cell: String::new() })
    }

    /// Writes one row, a cell for each column.
    pub(super) fn row(&mut self, cells: &[&dyn Display]) -> io::Result<()> {
        for cell in cells {
            self.cell.clear();
            write!(self.cell, "{cell}").map_err(io::Error::other)?;
            self.out.write_field(&self.cell)?;
        }
        self.out.write_record(None::<&[u8]>)?;
        Ok(())
    }
}

/// Cents, written as an amount with two places.
pub(super) struct Amount(pub(super) i64);

impl Display for Amount {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(formatter, "{sign}{}.{:02}", self.0.abs() / 100, self.0.abs() % 100)
    }
}

/// A value that may be absent, written as nothing then.
pub(super) struct Known<T>(pub(super) Option<T>);

impl<T: Display> Display for Known<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.as_ref().map_or(Ok(()), |value| value.fmt(formatter))
    }
}

macro_rules! sheets {
    ($($name:ident: $columns:literal,)*) => {
        /// Every file of the shop.
        pub(super) struct Sheets {
            $(pub(super) $name: Sheet,)*
            chats: BufWriter<File>,
            orders_written: u64,
            refunds_written: u64,
        }

        impl Sheets {
            /// Creates the files in a folder, with their headings.
            pub(super) fn create(dir: &Path) -> io::Result<Self> {
                Ok(Sheets {
                    $($name: Sheet::create(dir, concat!(stringify!($name), ".csv"), $columns)?,)*
                    chats: BufWriter::new(File::create(dir.join("chats.ndjson"))?),
                    orders_written: 0,
                    refunds_written: 0,
                })
            }

            /// Writes what is still held back.
            pub(super) fn finish(mut self) -> io::Result<()> {
                $(self.$name.out.flush()?;)*
                self.chats.flush()
            }
        }
    };
}

sheets! {
    customers: "customer_id email phone title first_name last_name language birth_date gender marital_status children \
        profession socio_professional_category street postal_code city department region country interests kind company role \
        decision_role vip loyalty_tier points email_permission sms_permission signed_up_at source medium home push_token",
    products: "product_id name department category brand price cost launched_on usual_life_days tags",
    stores: "store_id name city department region country opened_on",
    companies: "company_id name size sector revenue",
    campaigns: "campaign_id name type channel start_date end_date",
    postal_codes: "postal_code city department region country urbanity climate",
    orders: "order_id customer_id placed_at updated_at status channel device store payment_method delivery \
        discount_code gross discount shipping amount cost currency",
    order_lines: "order_id line customer_id placed_at product quantity amount returned_quantity",
    refunds: "refund_id customer_id refunded_at order_id amount reason",
    sessions: "session_id customer_id started_at duration pages source medium campaign device browser os",
    page_views: "customer_id viewed_at path duration",
    product_views: "customer_id viewed_at product category price duration",
    cart_additions: "customer_id added_at product category price quantity",
    cart_removals: "customer_id removed_at product category price quantity",
    messages: "event_id customer_id happened_at channel kind campaign link",
    points: "customer_id entered_at points reason reward",
    searches: "customer_id searched_at query results",
    checkouts: "customer_id started_at step",
    support: "ticket_id customer_id opened_at channel topic status rating",
    consents: "customer_id said_at channel purpose given method source",
    referrals: "customer_id made_at kind",
    calendars: "calendar name country zone kind starts_on ends_on",
    answers: "customer_id answered_at survey question value scale",
    satisfaction: "customer_id answered_at satisfied_delivery satisfied_advice waited_too_long satisfied_quality \
        satisfied_choice satisfied_price",
}

impl Sheets {
    /// The number of a new order.
    pub(super) fn next_order(&mut self) -> u64 {
        self.orders_written += 1;
        100_000 + self.orders_written
    }

    /// The number of a new refund.
    pub(super) fn next_refund(&mut self) -> u64 {
        self.refunds_written += 1;
        self.refunds_written
    }

    /// Writes one chat, an object on a line of its own.
    pub(super) fn chat(&mut self, chat: &serde_json::Value) -> io::Result<()> {
        serde_json::to_writer(&mut self.chats, chat)?;
        self.chats.write_all(b"\n")
    }
}
