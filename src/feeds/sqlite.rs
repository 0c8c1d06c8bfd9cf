//! Reads the tables of an `SQLite` database. Implements only the file format, so that no C is
//! compiled and no library is needed. Never writes, and understands no SQL except the names of
//! columns.
//!
//! See "Database File Format" in the `SQLite` documentation. Every number from the file is checked,
//! and every loop is bounded.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::Path;

use crate::clean::CleanText;
use crate::config::fault::FeedFault;

/// The bytes of the file's own header.
const HEADER: usize = 100;
/// The largest row, in bytes.
const LARGEST_ROW: usize = 64 * 1024 * 1024;

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing, or something that no reader here needs.
    Null,
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
}

impl Value {
    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// A database that is open for reading.
#[derive(Debug)]
pub struct Database {
    file: File,
    page: usize,
    /// The bytes of a page that are used.
    usable: usize,
    pages: usize,
}

type Result<T> = std::result::Result<T, FeedFault>;

impl Database {
    /// Opens a database that no program is changing.
    pub fn open(path: &Path) -> Result<Self> {
        let file = File::open(path)?;
        let mut header = [0; HEADER];
        file.read_exact_at(&mut header, 0).map_err(|_| FeedFault::NoSqlite)?;
        if !header.starts_with(b"SQLite format 3\0") {
            return Err(FeedFault::NoSqlite);
        }
        for ending in ["-wal", "-journal"] {
            let mut name = path.as_os_str().to_owned();
            name.push(ending);
            if Path::new(&name).metadata().is_ok_and(|meta| meta.len() > 0) {
                return Err(FeedFault::Unfinished {
                    file: CleanText::lossy(name.as_encoded_bytes()),
                });
            }
        }
        let page = match u16::from_be_bytes([header[16], header[17]]) {
            1 => 65_536,
            size => usize::from(size),
        };
        if page < 512 || !page.is_power_of_two() {
            return Err(FeedFault::Damaged);
        }
        if header[56..60] != [0, 0, 0, 1] && header[56..60] != [0; 4] {
            return Err(FeedFault::NotUtf8);
        }
        let usable = page - usize::from(header[20]).min(page - 480);
        let pages = file.metadata()?.len() as usize / page;
        Ok(Self { file, page, usable, pages })
    }

    /// Calls `each` with the `wanted` columns, in this order, for every row of a table. A column
    /// that the table lacks is null. Returns whether the table exists.
    pub fn rows(
        &self,
        table: &str,
        wanted: &[&str],
        each: &mut dyn FnMut(&[Value]) -> Result<()>,
    ) -> Result<bool> {
        let mut found = None;
        self.walk(1, &mut |row| {
            if let [
                Value::Text(kind),
                Value::Text(name),
                _,
                Value::Number(root),
                Value::Text(sql),
                ..,
            ] = row
                && kind == "table"
                && name == table
            {
                found = Some((*root, columns(sql)));
            }
            Ok(())
        })?;
        let Some((root, columns)) = found else { return Ok(false) };
        let at: Vec<Option<usize>> = wanted
            .iter()
            .map(|name| columns.iter().position(|column| column.eq_ignore_ascii_case(name)))
            .collect();
        let root = usize::try_from(root).map_err(|_| FeedFault::Damaged)?;
        self.walk(root, &mut |row| {
            let value =
                |at: &Option<usize>| at.and_then(|at| row.get(at)).cloned().unwrap_or(Value::Null);
            each(&at.iter().map(value).collect::<Vec<_>>())
        })?;
        Ok(true)
    }

    fn read(&self, number: usize) -> Result<Vec<u8>> {
        if !(1..=self.pages).contains(&number) {
            return Err(FeedFault::Damaged);
        }
        let mut bytes = vec![0; self.page];
        self.file.read_exact_at(&mut bytes, ((number - 1) * self.page) as u64)?;
        Ok(bytes)
    }

    /// Calls `each` with the values of each row of the tree at a page.
    fn walk(&self, root: usize, each: &mut dyn FnMut(&[Value]) -> Result<()>) -> Result<()> {
        let mut open = vec![root];
        let mut seen = 0;
        while let Some(number) = open.pop() {
            seen += 1;
            if seen > self.pages {
                return Err(FeedFault::Damaged);
            }
            let bytes = self.read(number)?;
            let start = if number == 1 { HEADER } else { 0 };
            let cells = usize::from(u16_at(&bytes, start + 3)?);
            let is_leaf = match bytes.get(start) {
                Some(13) => true,
                Some(5) => false,
                _ => return Err(FeedFault::Damaged),
            };
            let pointers = start + if is_leaf { 8 } else { 12 };
            if !is_leaf {
                open.push(u32_at(&bytes, start + 8)? as usize);
            }
            // The first child is to be the next.
            let order: Vec<usize> =
                if is_leaf { (0..cells).collect() } else { (0..cells).rev().collect() };
            for cell in order {
                let at = usize::from(u16_at(&bytes, pointers + 2 * cell)?);
                if is_leaf {
                    each(&self.row(&bytes, at)?)?;
                } else {
                    open.push(u32_at(&bytes, at)? as usize);
                }
            }
        }
        Ok(())
    }

    /// The values of the row whose cell begins at `at`.
    fn row(&self, bytes: &[u8], at: usize) -> Result<Vec<Value>> {
        let (len, at) = varint(bytes, at)?;
        let (_, at) = varint(bytes, at)?;
        let len = usize::try_from(len)
            .ok()
            .filter(|len| *len <= LARGEST_ROW)
            .ok_or(FeedFault::Damaged)?;
        // How much of the row is in this page; the rest is in a list of others.
        let most = self.usable - 35;
        let least = (self.usable - 12) * 32 / 255 - 23;
        let local = if len <= most {
            len
        } else {
            let local = least + (len - least) % (self.usable - 4);
            if local <= most { local } else { least }
        };
        let mut payload = slice(bytes, at, local)?.to_vec();
        if local < len {
            let mut next = u32_at(bytes, at + local)? as usize;
            while payload.len() < len {
                let page = self.read(next)?;
                let part = (len - payload.len()).min(self.usable - 4);
                payload.extend_from_slice(slice(&page, 4, part)?);
                next = u32_at(&page, 0)? as usize;
            }
        }
        values(&payload)
    }
}

/// The values of a row's record.
fn values(record: &[u8]) -> Result<Vec<Value>> {
    let (end, mut at) = varint(record, 0)?;
    let end = usize::try_from(end).map_err(|_| FeedFault::Damaged)?;
    let mut data = end;
    let mut values = Vec::new();
    while at < end {
        let (kind, next) = varint(record, at)?;
        at = next;
        let len = match kind {
            0 | 8 | 9 => 0,
            1..=4 => kind as usize,
            5 => 6,
            6 | 7 => 8,
            12.. => usize::try_from((kind - 12) / 2).map_err(|_| FeedFault::Damaged)?,
            _ => return Err(FeedFault::Damaged),
        };
        let bytes = slice(record, data, len)?;
        data += len;
        values.push(match kind {
            8 => Value::Number(0),
            9 => Value::Number(1),
            1..=6 => Value::Number(number(bytes)),
            13.. if kind % 2 == 1 => Value::Text(String::from_utf8_lossy(bytes).into_owned()),
            _ => Value::Null,
        });
    }
    Ok(values)
}

/// A big-endian number with a sign.
fn number(bytes: &[u8]) -> i64 {
    let sign = bytes.first().is_some_and(|first| *first >= 0x80);
    bytes.iter().fold(if sign { -1 } else { 0 }, |number, byte| (number << 8) | i64::from(*byte))
}

/// A number of one to nine bytes, and the offset after it.
fn varint(bytes: &[u8], at: usize) -> Result<(u64, usize)> {
    let mut number = 0_u64;
    for step in 0..9 {
        let byte = u64::from(*bytes.get(at + step).ok_or(FeedFault::Damaged)?);
        if step == 8 {
            return Ok(((number << 8) | byte, at + 9));
        }
        number = (number << 7) | (byte & 0x7f);
        if byte < 0x80 {
            return Ok((number, at + step + 1));
        }
    }
    Err(FeedFault::Damaged)
}

fn slice(bytes: &[u8], at: usize, len: usize) -> Result<&[u8]> {
    let end = at.checked_add(len).ok_or(FeedFault::Damaged)?;
    bytes.get(at..end).ok_or(FeedFault::Damaged)
}

fn u16_at(bytes: &[u8], at: usize) -> Result<u16> {
    let bytes = slice(bytes, at, 2)?.try_into().map_err(|_| FeedFault::Damaged)?;
    Ok(u16::from_be_bytes(bytes))
}

fn u32_at(bytes: &[u8], at: usize) -> Result<u32> {
    let bytes = slice(bytes, at, 4)?.try_into().map_err(|_| FeedFault::Damaged)?;
    Ok(u32::from_be_bytes(bytes))
}

/// The names of the columns in a `CREATE TABLE`.
fn columns(sql: &str) -> Vec<String> {
    let Some((_, inside)) = sql.split_once('(') else { return Vec::new() };
    let inside = inside.rsplit_once(')').map_or(inside, |(inside, _)| inside);
    let mut parts = vec![String::new()];
    let (mut depth, mut quote) = (0, None);
    for c in inside.chars() {
        match (quote, c) {
            (Some(end), c) if c == end => quote = None,
            (None, '\'' | '"' | '`') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => depth -= 1,
            (None, ',') if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    let name = |part: &String| {
        let word = part.split_whitespace().next().unwrap_or_default();
        word.trim_matches(['"', '`', '[', ']', '\'']).to_owned()
    };
    let is_column = |name: &String| {
        !["PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "CONSTRAINT"]
            .contains(&name.to_uppercase().as_str())
    };
    parts.iter().map(name).filter(is_column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_a_table() {
        let sql = "CREATE TABLE \"t\" ( id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL , \"guid\" VARCHAR(64) DEFAULT 'a,b',\n[x] TEXT, PRIMARY KEY (id), y)";
        assert_eq!(columns(sql), ["id", "guid", "x", "y"]);
        assert_eq!(columns(""), [""; 0]);
    }

    #[test]
    fn numbers() {
        assert_eq!(varint(&[0x81, 0x00], 0).unwrap(), (128, 2));
        assert_eq!(varint(&[0xff; 9], 0).unwrap(), (u64::MAX, 9));
        assert!(varint(&[0x80], 0).is_err());
        assert_eq!((number(&[0xff]), number(&[1, 0]), number(&[])), (-1, 256, 0));
        assert_eq!(
            values(&[3, 1, 15, 5, b'a']).unwrap(),
            [Value::Number(5), Value::Text("a".into())]
        );
        assert!(values(&[3, 1]).is_err());
    }

    /// A database of two pages: a schema and an empty table.
    fn database() -> Vec<u8> {
        let sql = "CREATE TABLE t (a)";
        let mut record = vec![6, 23, 15, 15, 1, 13 + 2 * sql.len() as u8];
        record.extend_from_slice(b"tablett\x02");
        record.extend_from_slice(sql.as_bytes());
        let mut file = vec![0; 1024];
        file[..16].copy_from_slice(b"SQLite format 3\0");
        file[16..18].copy_from_slice(&512_u16.to_be_bytes());
        file[59] = 1;
        file[100] = 13;
        file[104] = 1;
        file[108..110].copy_from_slice(&300_u16.to_be_bytes());
        file[300] = record.len() as u8;
        file[301] = 1;
        file[302..302 + record.len()].copy_from_slice(&record);
        file[512] = 13;
        file
    }

    #[test]
    fn any_byte_may_be_wrong() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("db");
        let rows = |bytes: &[u8]| -> Result<bool> {
            std::fs::write(&path, bytes)?;
            Database::open(&path)?.rows("t", &["a"], &mut |_| Ok(()))
        };
        let good = database();
        assert!(rows(&good).unwrap());
        for at in (0..400).chain(512..530) {
            for byte in [0, 1, 5, 0x7f, 0x80, 0xff] {
                let mut bytes = good.clone();
                bytes[at] = byte;
                let _ = rows(&bytes);
            }
        }
        assert!(matches!(rows(b"x"), Err(FeedFault::NoSqlite)));
        std::fs::write(folder.path().join("db-wal"), "x").unwrap();
        assert!(matches!(rows(&good), Err(FeedFault::Unfinished { .. })));
    }
}
