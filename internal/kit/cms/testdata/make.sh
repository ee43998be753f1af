#!/usr/bin/env bash
# make.sh makes the mails that the tests read, as OpenSSL writes them: other people,
# another program. Run it here; what it makes is kept, so that no test needs it.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
here=$PWD; cd "$work"
mkdir certs; : > index.txt; echo 1000 > serial
cat > ca.cnf <<'CNF'
[ca]
default_ca = house
[house]
database = index.txt
serial = serial
new_certs_dir = certs
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[person]
basicConstraints = CA:FALSE
keyUsage = critical,digitalSignature,keyEncipherment
extendedKeyUsage = emailProtection
subjectKeyIdentifier = hash
[machine]
basicConstraints = CA:FALSE
extendedKeyUsage = serverAuth
CNF
openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.csr.pem -subj "/CN=Harbour Test Authority" -days 1 2>/dev/null
openssl req -new -key root.key -out root.csr -subj "/CN=Harbour Test Authority" 2>/dev/null
openssl ca -batch -notext -config ca.cnf -selfsign -keyfile root.key -in root.csr -out root.pem -extensions root -startdate 20200101000000Z -enddate 20991231235959Z 2>/dev/null
issue() { # name, common name, address, kind of certificate, from, until, key
	openssl req -new $7 -nodes -keyout "$1.key" -out "$1.csr" -subj "/CN=$2" -addext "subjectAltName=email:$3" 2>/dev/null
	openssl ca -batch -notext -config ca.cnf -keyfile root.key -cert root.pem -in "$1.csr" -out "$1.pem" -extensions "$4" -startdate "$5" -enddate "$6" 2>/dev/null
}
rsa="-newkey rsa:2048"
issue ann "Ann Miller" ann@mill.test person 20200101000000Z 20991231235959Z "$rsa"
issue curve "Cora Curve" cora@mill.test person 20200101000000Z 20991231235959Z "-newkey ec -pkeyopt ec_paramgen_curve:P-256"
issue old "Otto Old" otto@mill.test person 20200101000000Z 20201231235959Z "$rsa"
issue server "shop.mill.test" ann@mill.test machine 20200101000000Z 20991231235959Z "$rsa"
issue help "Lanxue Help" help@lanxue.example person 20200101000000Z 20991231235959Z "$rsa"
issue other "Somebody Else" else@elsewhere.test person 20200101000000Z 20991231235959Z "$rsa"
openssl req -x509 -newkey rsa:2048 -nodes -keyout self.key -out self.pem -subj "/CN=Sol Self" -addext "subjectAltName=email:ann@mill.test" -days 36500 2>/dev/null

printf 'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nThe barley is in the harbour. 大麦已到港。\r\n' > words
printf 'Content-Type: text/html; charset=utf-8\r\n\r\n<p>The barley is <b>in</b>.</p><img src="https://elsewhere.test/seen.png"><img src="cid:own">\r\n' > page
head=(-from "Ann Miller <ann@mill.test>" -to help@lanxue.example)
put() { # name, subject: a mail out of what OpenSSL writes
	{ printf 'Message-ID: <%s@mill.test>\n' "$1"; printf 'Date: Mon, 02 Mar 2026 08:30:00 +0000\n'; cat; } > "$here/$1.eml"
}
signed=(-sign -signer ann.pem -inkey ann.key "${head[@]}")
openssl smime "${signed[@]}" -in words -subject signed | put signed
openssl smime "${signed[@]}" -in words -subject opaque -nodetach | put opaque
openssl cms "${signed[@]}" -in words -subject sha1 -md sha1 | put sha1
openssl cms "${signed[@]}" -in words -subject sha512 -md sha512 | put sha512
openssl cms "${signed[@]}" -in words -subject pss -keyopt rsa_padding_mode:pss | put pss
openssl cms "${signed[@]}" -in words -subject noattr -noattr | put noattr
openssl cms "${signed[@]}" -in words -subject nocerts -nocerts | put nocerts
openssl cms "${signed[@]}" -in words -subject keyid -keyid | put keyid
openssl cms -sign -signer curve.pem -inkey curve.key -from "Cora <cora@mill.test>" -to help@lanxue.example -in words -subject curve | put curve
openssl cms -sign -signer old.pem -inkey old.key -from "Otto <otto@mill.test>" -to help@lanxue.example -in words -subject old | put old
openssl cms -sign -signer server.pem -inkey server.key "${head[@]}" -in words -subject server | put server
openssl cms -sign -signer self.pem -inkey self.key "${head[@]}" -in words -subject self | put self
openssl cms -sign -signer other.pem -inkey other.key "${head[@]}" -in words -subject posing | put posing
sealed() { name=$1; shift; openssl cms -encrypt "${head[@]}" -subject "$name" "$@" help.pem | put "$name"; }
sealed aes256 -in words -aes256
sealed aes128 -in words -aes128
sealed des3 -in words -des3
sealed gcm -in words -aes-256-gcm
sealed keyid-sealed -in words -aes256 -keyid
sealed stream -in words -aes256 -stream
sealed page -in page -aes256
openssl cms -encrypt "${head[@]}" -subject oaep -aes256 -in words -recip help.pem -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256 | put oaep
openssl cms -encrypt "${head[@]}" -subject many -aes256 -in words other.pem curve.pem help.pem | put many
openssl cms -encrypt "${head[@]}" -subject elsewhere -aes256 -in words other.pem | put elsewhere
openssl cms -sign -signer ann.pem -inkey ann.key -in words -out inner 2>/dev/null
sealed nested -in inner -aes256
sealed both-inside -in inner -aes-128-gcm
openssl cms -encrypt -aes256 -in inner help.pem > middle
openssl cms "${signed[@]}" -in middle -subject thrice | put thrice
for name in root ann help self; do cp $name.pem "$here/$name.pem"; done
cat help.key help.pem > "$here/help-key.pem"
openssl pkcs12 -export -inkey help.key -in help.pem -certfile root.pem -passout pass:barley -out "$here/help.p12"
openssl pkcs12 -export -legacy -inkey help.key -in help.pem -passout pass:barley -out "$here/help-old.p12"
openssl pkcs12 -export -inkey curve.key -in curve.pem -passout pass:barley -out "$here/curve.p12"
