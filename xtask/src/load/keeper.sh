# Keeps the server of the load bench: keeper BIN FOLDER. Each line on standard input starts the server once and answers with its process id; the server's own first line says
# its address. When standard input closes – done, failed, Ctrl-C or killed – the server is stopped and FOLDER removed.
set -u
bin=$1 folder=$2 server=
# Whoever interrupts the bench must not interrupt the cleaning up.
trap '' HUP INT TERM

while read -r _; do
    "$bin" serve --data "$folder/data" --listen 127.0.0.1:0 --json </dev/null &
    server=$!
    echo "$server"
done
exec >/dev/null
if [ -n "$server" ]; then
    kill -TERM "$server" 2>/dev/null
    wait "$server"
fi
rm -rf "$folder"
