// Runs the server audits of the npm package graphql-http against the URL in AUDIT_URL, with the
// bearer token in AUDIT_TOKEN. Prints every audit that is not ok, then the count.
import { auditServer } from 'graphql-http';

const fetchWithToken = (url, init = {}) => {
  const headers = new Headers(init.headers);
  headers.set('authorization', 'Bearer ' + process.env.AUDIT_TOKEN);
  return fetch(url, { ...init, headers });
};

const results = await auditServer({ url: process.env.AUDIT_URL, fetchFn: fetchWithToken });
for (const result of results.filter((it) => it.status !== 'ok')) {
  console.log(`${result.id} ${result.status}: ${result.name}: ${result.reason}`);
}
const ok = results.filter((it) => it.status === 'ok').length;
console.log(`${ok} of ${results.length} ok`);
process.exit(ok === results.length ? 0 : 1);
