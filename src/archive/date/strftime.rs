//! Formats dates as Ruby's `strftime` does, for Liquid.

use jiff::Timestamp;
use jiff::fmt::strtime::{BrokenDownTime, Config, PosixCustom};
use jiff::tz::Offset;

use super::{PostDate, Zone};

impl PostDate {
    /// The date in a format; `None` if the format asks for what is not known, such as the name of a
    /// zone, or has a directive that Ruby or jiff lacks.
    pub fn strftime(self, format: &str, zone: &Zone) -> Option<String> {
        if has_other_directives(format) {
            return None;
        }
        let civil = self.civil();
        let instant = Timestamp::from_second(self.seconds).ok().filter(|_| self.has_zone);
        let in_zone = instant.zip(zone.site.as_ref());
        let in_zone = in_zone.map(|(instant, site)| instant.to_zoned_datetime(site.zone.clone()));
        // Offsets with seconds are never shown.
        let in_zone = in_zone.filter(|in_zone| in_zone.datetime() == civil);
        let mut parts = in_zone.map_or_else(|| civil.into(), |in_zone| (&in_zone).into());
        let offset = Offset::from_seconds(i32::from(self.offset_minutes) * 60).ok();
        BrokenDownTime::set_offset(&mut parts, offset.filter(|_| self.has_zone));
        parts.set_timestamp(instant);
        parts.to_string_with_config(&Config::new().custom(PosixCustom::new()), format).ok()
    }
}

/// Whether a format has a directive that means something only to jiff.
fn has_other_directives(format: &str) -> bool {
    let mut rest = format;
    while let Some((_, after)) = rest.split_once('%') {
        let is_flag = |c: char| c.is_ascii_digit() || "-_^#:".contains(c);
        let mut directive = after.trim_start_matches(is_flag).chars();
        if matches!(directive.next(), Some('f' | 'q' | 'Q' | '.')) {
            return true;
        }
        rest = directive.as_str();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::{Zone, parse};

    #[test]
    fn directives_of_ruby() {
        let shanghai = Zone::named("Asia/Shanghai").unwrap();
        let check = |zone: &Zone, date: &str, table: &[(&str, &str)]| {
            let (date, _) = parse(date, zone).unwrap();
            for (format, expected) in table {
                let found = date.strftime(format, zone);
                assert_eq!(found.as_deref().unwrap_or("none"), *expected, "{format}");
            }
        };
        check(
            &shanghai,
            "2024-05-08 15:04:09 +0800",
            &[
                ("%s", "1715151849"),
                ("%Y %y %C %G %g", "2024 24 20 2024 24"),
                ("%m %-m %B %b %h %^b", "05 5 May May May MAY"),
                ("%d %-d %e %j", "08 8  8 129"),
                ("%A %a %u %w %U %W %V", "Wednesday Wed 3 3 18 19 19"),
                ("%H %k %I %l %-I %M %S", "15 15 03  3 3 04 09"),
                ("%p %P", "PM pm"),
                ("%z %:z %Z", "+0800 +08:00 CST"),
                ("%F|%T|%D|%R|%r", "2024-05-08|15:04:09|05/08/24|15:04|03:04:09 PM"),
                ("%c|%x|%X", "Wed May  8 15:04:09 2024|05/08/24|15:04:09"),
                ("%n%t%%", "\n\t%"),
                ("%Y年%-m月%%s", "2024年5月%s"),
                // In Ruby these mean nothing, or something else.
                ("%f", "none"),
                ("%-.3f", "none"),
                ("%E", "none"),
                ("%", "none"),
            ],
        );
        let as_written = Zone::AS_WRITTEN;
        let offset = &[("%s %z", "1715151849 +0800"), ("%Z", "none")];
        check(&as_written, "2024-05-08 15:04:09 +0800", offset);
        let local = &[("%s", "none"), ("%z", "none"), ("%Z", "none"), ("%H", "15")];
        check(&as_written, "2024-05-08 15:04:09", local);
        // Local mean time has seconds.
        check(&shanghai, "1899-05-08", &[("%F %T", "1899-05-08 00:00:00")]);
    }
}
