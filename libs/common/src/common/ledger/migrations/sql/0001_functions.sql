-- The only way an event enters the ledger. Called with a whole group: several contracts, several members (commands).
-- Arrays are parallel; numbers that point into another array count from 1. Members of one contract stand together,
-- expectations and events stand in the order of their members. `ledger/README.md` explains the hash.
create function append_events(
    contracts text[],
    streams text[], stream_contract integer[],
    m_contract integer[], m_command text[], m_request bytea[], m_now timestamptz[],
    m_actor text[], m_correlation text[], m_causation text[], m_occurred timestamptz[],
    x_member integer[], x_stream integer[], x_version integer[],
    e_member integer[], e_stream integer[], e_type text[], e_schema integer[], e_payload text[],
    e_public_type text[], e_public_version integer[], e_published text[],
    out verdicts text[], out firsts bigint[], out lasts bigint[], out publics bigint[], out recorded timestamptz[],
    out versions integer[]
)
language plpgsql security definer
set search_path = public, pg_catalog, pg_temp
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_bitmapscan = off set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
    members constant integer := cardinality(m_command);
    facts constant integer := cardinality(e_type);
    claims constant integer := cardinality(x_version);
    logs text[]; seqs bigint[]; hashes bytea[]; times timestamptz[]; numbers bigint[];
    known bytea[]; known_firsts bigint[]; known_lasts bigint[];
    current integer[];
    o_seq bigint[] := '{}'; o_hash bytea[] := '{}'; o_public bigint[] := '{}';
    m integer; c integer := 0; next_c integer; x integer := 1; e integer := 1; agreed boolean;
    seq bigint; hash bytea; at timestamptz; number bigint;
    begins text; ends text; stamp timestamptz; stamp_text text; place integer; version integer; body text; public_part text;
begin
    loop
        select array_agg(l.log_id::text order by o.ord), array_agg(l.last_seq order by o.ord),
               array_agg(l.last_hash order by o.ord), array_agg(l.last_recorded_at order by o.ord),
               array_agg(l.last_public_no order by o.ord)
          into logs, seqs, hashes, times, numbers
          from (select * from ledgers where contract_id = any (contracts) order by contract_id for update) l
          join unnest(contracts) with ordinality o (id, ord) on o.id = l.contract_id;
        exit when cardinality(seqs) = cardinality(contracts);
        insert into ledgers
        select id, gen_random_uuid(), 0, decode(repeat('00', 32), 'hex'), '-infinity', 0
          from unnest(contracts) id order by id
            on conflict do nothing;
    end loop;

    select array_agg(k.request_hash order by a.ord), array_agg(k.first_seq order by a.ord), array_agg(k.last_seq order by a.ord)
      into known, known_firsts, known_lasts
      from unnest(m_contract, m_command) with ordinality a (c, id, ord)
      left join commands k on k.contract_id = contracts[a.c] and k.command_id = a.id;

    select array_agg(coalesce((select v.version from events v
                                where v.contract_id = contracts[s.c] and v.stream = s.name
                                order by v.version desc limit 1), 0) order by s.ord)
      into current
      from unnest(stream_contract, streams) with ordinality s (c, name, ord);

    for m in 1 .. members loop
        next_c := m_contract[m];
        if next_c <> c then
            if c > 0 then
                seqs[c] := seq; hashes[c] := hash; times[c] := at; numbers[c] := number;
            end if;
            c := next_c;
            seq := seqs[c]; hash := hashes[c]; at := times[c]; number := numbers[c];
        end if;

        agreed := true;
        while x <= claims and x_member[x] = m loop
            agreed := agreed and current[x_stream[x]] = x_version[x];
            x := x + 1;
        end loop;

        if known[m] is not null or not agreed then
            verdicts[m] := case when known[m] is null then 'conflict'
                                when known[m] = m_request[m] then 'duplicate' else 'reused' end;
            firsts[m] := coalesce(known_firsts[m], 0);
            lasts[m] := coalesce(known_lasts[m], 0);
            publics[m] := number;
            recorded[m] := at;
            while e <= facts and e_member[e] = m loop
                o_seq[e] := null; o_hash[e] := null; o_public[e] := null; versions[e] := null;
                e := e + 1;
            end loop;
            continue;
        end if;

        at := greatest(at, m_now[m]);
        if stamp is distinct from at then
            stamp := at;
            stamp_text := to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
        end if;
        begins := '{"actor":' || to_json(m_actor[m])
            || ',"causation_id":' || coalesce(to_json(m_causation[m])::text, 'null')
            || ',"command_id":' || to_json(m_command[m])
            || ',"contract":' || to_json(contracts[c])
            || ',"correlation_id":' || to_json(m_correlation[m])
            || ',"log_id":"' || logs[c]
            || '","occurred_at":"' || to_char(m_occurred[m] at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"';
        ends := ',"recorded_at":"' || stamp_text || '","schema_version":';
        firsts[m] := seq + 1;
        while e <= facts and e_member[e] = m loop
            seq := seq + 1;
            place := e_stream[e];
            version := current[place] + 1;
            current[place] := version;
            body := e_published[e];
            if body is null then
                o_public[e] := null;
                public_part := ',"public_no":null,"public_type":null,"public_version":null,"published":null';
            else
                number := number + 1;
                o_public[e] := number;
                public_part := ',"public_no":' || number || ',"public_type":' || to_json(e_public_type[e])
                    || ',"public_version":' || e_public_version[e]
                    || ',"published":"' || encode(sha256(convert_to(body, 'UTF8')), 'hex') || '"';
            end if;
            hash := sha256(
                hash
                || sha256(convert_to(
                    begins || public_part || ends || e_schema[e] || ',"seq":' || seq
                    || ',"stream":' || to_json(streams[place]) || ',"type":' || to_json(e_type[e])
                    || ',"version":' || version || '}', 'UTF8'))
                || sha256(convert_to(e_payload[e], 'UTF8')));
            o_seq[e] := seq; o_hash[e] := hash; versions[e] := version;
            e := e + 1;
        end loop;
        verdicts[m] := 'appended'; lasts[m] := seq; publics[m] := number; recorded[m] := at;
    end loop;
    if c = 0 then
        return;
    end if;
    seqs[c] := seq; hashes[c] := hash; times[c] := at; numbers[c] := number;

    insert into events
    select contracts[m_contract[n.m]], n.seq, streams[n.s], n.version, n.type, n.schema, n.payload::json,
           m_actor[n.m], m_command[n.m], m_correlation[n.m], m_causation[n.m], m_occurred[n.m], recorded[n.m], n.hash,
           n.public_no, case when n.public_no is not null then n.public_type end,
           case when n.public_no is not null then n.public_version end, n.published::json
      from unnest(e_member, e_stream, e_type, e_schema, e_payload, e_public_type, e_public_version, e_published,
                  o_seq, o_hash, o_public, versions)
           n (m, s, type, schema, payload, public_type, public_version, published, seq, hash, public_no, version)
     where n.seq is not null;
    if not found then
        return;
    end if;

    insert into commands
    select contracts[n.c], n.id, n.request, n.first, n.last
      from unnest(m_contract, m_command, m_request, firsts, lasts, verdicts) n (c, id, request, first, last, verdict)
     where n.verdict = 'appended';

    update ledgers l
       set last_seq = n.seq, last_hash = n.hash, last_recorded_at = n.at, last_public_no = n.number
      from unnest(contracts, seqs, hashes, times, numbers) n (id, seq, hash, at, number)
     where l.contract_id = n.id and l.last_seq <> n.seq;
end
$$;

-- Takes a contract's ledger row for the rest of the transaction, so that nothing is appended meanwhile.
-- No row: nothing was ever written under this contract.
create function lock_ledger(contract text) returns setof ledgers
language sql security definer
set search_path = public, pg_catalog, pg_temp
as $$
    select * from ledgers where contract_id = contract for update
$$;

-- The last number that was recorded by a moment: times never run backwards in a ledger, so halving finds it.
create function seq_known_at(contract text, moment timestamptz) returns bigint
language plpgsql stable
as $$
declare
    low bigint := 0; high bigint; middle bigint; at timestamptz;
begin
    select last_seq into high from ledgers where contract_id = contract;
    high := coalesce(high, 0);
    while low < high loop
        middle := (low + high + 1) / 2;
        select recorded_at into at from events where contract_id = contract and seq = middle;
        if at <= moment then low := middle; else high := middle - 1; end if;
    end loop;
    return low;
end
$$;
revoke execute on function append_events from public;
revoke execute on function lock_ledger from public;
