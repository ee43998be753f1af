// What the form gains by a script: the work that tells a page that somebody looks
// at from a program that posts, no second sending, and its height for the frame
// around it. Without a script the form is sent all the same.
(() => {
  "use strict";
  const form = document.querySelector("form");
  const tell = () => parent !== window && parent.postMessage({ t: "anlan-contact", height: document.documentElement.scrollHeight }, "*");
  new ResizeObserver(tell).observe(document.body);
  tell();
  const focus = document.querySelector("[data-focus]");
  if (focus) focus.focus();
  if (!form) return;

  const K = new Uint32Array(64), H = new Uint32Array(8);
  for (let n = 2, at = 0; at < 64; n++) { // the constants of SHA-256 are the fractions of the roots of primes
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
    if (!prime) continue;
    if (at < 8) H[at] = (n ** 0.5 % 1) * 0x100000000;
    K[at++] = (n ** (1 / 3) % 1) * 0x100000000;
  }
  const W = new Uint32Array(64), S = new Uint32Array(8);
  // The first word of the digest of a text that fits one block (55 bytes).
  function first(bytes) {
    W.fill(0, 0, 16);
    for (let i = 0; i < bytes.length; i++) W[i >> 2] |= bytes[i] << (24 - 8 * (i & 3));
    W[bytes.length >> 2] |= 0x80 << (24 - 8 * (bytes.length & 3));
    W[15] = bytes.length * 8;
    const turn = (x, n) => (x >>> n) | (x << (32 - n));
    for (let i = 16; i < 64; i++) {
      const a = W[i - 15], b = W[i - 2];
      W[i] = W[i - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + W[i - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
    }
    S.set(H);
    for (let i = 0; i < 64; i++) {
      const e = S[4], a = S[0];
      const t = S[7] + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & S[5]) ^ (~e & S[6])) + K[i] + W[i];
      const u = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & S[1]) ^ (a & S[2]) ^ (S[1] & S[2]));
      S.copyWithin(1, 0, 7);
      S[4] += t;
      S[0] = t + u;
    }
    return (S[0] + H[0]) >>> 0;
  }

  const name = form.elements.slip.value.split(".")[0] + ":";
  const encoder = new TextEncoder();
  let at = 0, waiting = false, sent = false;
  function work() {
    for (const until = performance.now() + 12; performance.now() < until; at++) {
      if (first(encoder.encode(name + at)) >>> 16 !== 0) continue;
      form.elements.work.value = String(at);
      if (waiting) send();
      return;
    }
    setTimeout(work);
  }
  function send() {
    sent = true;
    form.submit();
  }
  setTimeout(work, 50);

  form.addEventListener("submit", (event) => {
    if (sent || waiting) return event.preventDefault();
    form.querySelector("button").disabled = true;
    if (form.elements.work.value) {
      sent = true;
      return;
    }
    event.preventDefault();
    waiting = true;
    form.querySelector(".working").hidden = false;
  });
  addEventListener("pageshow", (event) => { // back from the next page: it may be sent again, and counts once
    if (!event.persisted) return;
    sent = waiting = false;
    form.querySelector("button").disabled = false;
    form.querySelector(".working").hidden = true;
  });
})();
