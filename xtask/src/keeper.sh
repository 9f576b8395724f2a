# Keeps one PostgreSQL server: keeper BIN FOLDER PORT, with BANGFU_PG_PASSWORD in the environment.
# Says "ready" when the server answers, then waits until its standard input closes, stops the server and removes FOLDER.
# The file says the server's words on standard error when it does not start.
set -u
bin=$1 folder=$2 port=$3
# Whoever interrupts the tests must not interrupt the cleaning up.
trap '' HUP INT TERM
umask 077

leave() {
    [ -f "$folder/data/postmaster.pid" ] && "$bin/pg_ctl" stop -D "$folder/data" -m immediate -w >/dev/null 2>&1
    rm -rf "$folder"
    exit "$1"
}

printf '%s\n' "$BANGFU_PG_PASSWORD" >"$folder/password"
unset BANGFU_PG_PASSWORD

# Locale C sorts text by code point, as SQLite does. Nothing here outlives the tests, so nothing waits for the disk.
"$bin/initdb" -D "$folder/data" -U bangfu --pwfile="$folder/password" --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-sync >"$folder/log" 2>&1 </dev/null &&
    cat >>"$folder/data/postgresql.conf" <<CONF &&
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$folder'
max_connections = 200
shared_buffers = 128MB
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
autovacuum = on
CONF
    "$bin/pg_ctl" start -D "$folder/data" -l "$folder/log" -w -t 60 >>"$folder/log" 2>&1 </dev/null || {
    cat "$folder/log" >&2
    leave 1
}

echo ready
exec >/dev/null
read -r _ || :
leave 0
