//! What the databases' own catalogues say.

use rusqlite::types::ValueRef;

use crate::house::House;

/// A primary key or unique index.
#[derive(Debug)]
pub(super) struct Key {
    pub table: String,
    pub name: String,
    pub primary: bool,
    pub columns: Vec<String>,
}

fn sqlite(house: &House) -> rusqlite::Connection {
    rusqlite::Connection::open(house.folder().join(bangfu::store::DATABASE_FILE)).unwrap()
}

fn postgres(house: &House) -> postgres::Client {
    postgres::Client::connect(&house.database_url().unwrap(), postgres::NoTls).unwrap()
}

fn texts(conn: &rusqlite::Connection, sql: &str) -> Vec<Vec<String>> {
    let mut statement = conn.prepare(sql).unwrap();
    let width = statement.column_count();
    let rows = statement.query_map([], |row| (0..width).map(|i| row.get_ref(i).map(text)).collect::<Result<Vec<_>, _>>()).unwrap();
    rows.map(Result::unwrap).collect()
}

fn text(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "null".to_owned(),
        ValueRef::Integer(n) => n.to_string(),
        ValueRef::Real(x) => format!("{x:.6}"),
        ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        ValueRef::Blob(bytes) => uuid::Uuid::from_slice(bytes).map_or_else(|_| "bytes".to_owned(), |id| id.simple().to_string()),
    }
}

/// Every table with its columns and their types (`blob` for ids and bytes), by name.
pub(crate) fn tables(house: &House) -> Vec<(String, Vec<(String, String)>)> {
    let mut rows: Vec<Vec<String>> = match house.database_url() {
        None => texts(
            &sqlite(house),
            "select m.name, c.name, lower(c.type) from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite_%' order by m.name, c.cid",
        ),
        Some(_) => {
            let sql = "select c.table_name::text, c.column_name::text, c.data_type::text from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
                where table_schema = 'public' and table_type = 'BASE TABLE' order by table_name, ordinal_position";
            postgres(house).query(sql, &[]).unwrap().iter().map(|row| (0..3).map(|i| row.get(i)).collect()).collect()
        }
    };
    rows.retain(|row| row[0] != "refinery_schema_history");
    let mut tables: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for row in rows {
        match tables.last_mut().filter(|(name, _)| *name == row[0]) {
            Some((_, columns)) => columns.push((row[1].clone(), row[2].clone())),
            None => tables.push((row[0].clone(), vec![(row[1].clone(), row[2].clone())])),
        }
    }
    tables
}

/// Every row of a table as text, sorted.
pub(crate) fn rows(house: &House, table: &str, columns: &[&str]) -> Vec<Vec<String>> {
    let mut rows = match house.database_url() {
        None => texts(&sqlite(house), &format!("select {} from {table}", columns.join(", "))),
        Some(_) => {
            let shown: Vec<String> = columns.iter().map(|name| pg_text(name)).collect();
            let sql = format!("select {} from {table}", shown.join(", "));
            let rows = postgres(house).query(&sql, &[]).unwrap();
            rows.iter().map(|row| (0..columns.len()).map(|i| row.get::<_, Option<String>>(i).unwrap_or_else(|| "null".to_owned())).collect()).collect()
        }
    };
    rows.sort();
    rows
}

/// A column as SQLite would show it: ids without dashes, truth as 1 and 0, fractions with six places.
fn pg_text(name: &str) -> String {
    format!(
        "case pg_typeof({name})::text when 'uuid' then replace({name}::text, '-', '') when 'boolean' then case {name}::text when 'true' then '1' when 'false' then '0' end
            when 'double precision' then to_char({name}::text::numeric, 'FM9999999999990.000000') else {name}::text end"
    )
}

/// Primary keys and unique indexes.
pub(super) fn keys(house: &House) -> Vec<Key> {
    let rows: Vec<Vec<String>> = match house.database_url() {
        None => texts(
            &sqlite(house),
            "select m.name, i.name, case i.origin when 'pk' then 'yes' else 'no' end, c.name from sqlite_master m join pragma_index_list(m.name) i join pragma_index_info(i.name) c
              where m.type = 'table' and m.name <> 'refinery_schema_history' order by m.name, i.name, c.seqno",
        ),
        Some(_) => {
            let sql = "select t.relname::text, i.relname::text, case when x.indisprimary then 'yes' else 'no' end, a.attname::text
                from pg_index x join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
                join lateral unnest(x.indkey) with ordinality k (n, position) on true join pg_attribute a on a.attrelid = t.oid and a.attnum = k.n
                where t.relnamespace = 'public'::regnamespace and t.relname <> 'refinery_schema_history' order by 1, 2, k.position";
            postgres(house).query(sql, &[]).unwrap().iter().map(|row| (0..4).map(|i| row.get(i)).collect()).collect()
        }
    };
    let mut keys: Vec<Key> = Vec::new();
    for row in rows {
        match keys.last_mut().filter(|key| key.name == row[1] && key.table == row[0]) {
            Some(key) => key.columns.push(row[3].clone()),
            None => keys.push(Key { table: row[0].clone(), name: row[1].clone(), primary: row[2] == "yes", columns: vec![row[3].clone()] }),
        }
    }
    keys
}
