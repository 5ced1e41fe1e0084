#!/bin/sh
# Runs once in a new database server: for each service a database, its owner's role (migrates) and its own (works).
set -eu
for service in roster tickets inspection scoring billing console; do
    owner=$(printenv "OWNER_PASSWORD_$(echo "$service" | tr '[:lower:]' '[:upper:]')")
    own=$(printenv "PASSWORD_$(echo "$service" | tr '[:lower:]' '[:upper:]')")
    psql -v ON_ERROR_STOP=1 -v name="$service" -v owner="${service}_owner" -v owner_password="$owner" -v password="$own" <<'SQL'
CREATE ROLE :"owner" LOGIN PASSWORD :'owner_password';
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"owner" TEMPLATE template0;
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"name" TO :"name";
SQL
done
