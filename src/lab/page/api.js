/** Thrown when the lab refuses or cannot be reached; `message` is for people. */
export class LabError extends Error {}

async function answered(response) {
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  if (body.error?.code === 'PageIsOld') reloadOnce();
  throw new LabError(body.error?.message ?? `The lab answered ${response.status}.`);
}

async function call(address, options) {
  const response = await fetch(address, options).catch(() => {
    throw new LabError(
      'The lab has stopped. Start it again with npm start; this page then goes on by itself.',
    );
  });
  return answered(response);
}

/** After a restart of the lab this page's cookie is of no use; a reload brings a new one. Twice would be a loop. */
function reloadOnce() {
  const last = Number(sessionStorage.getItem('reloaded') ?? 0);
  if (Date.now() - last < 5000) return;
  sessionStorage.setItem('reloaded', String(Date.now()));
  location.reload();
}

export function getState(person, place) {
  const query = new URLSearchParams({ person, ...(place ? { place } : {}) });
  return call(`/api/state?${query}`);
}

/** What the lab's panel shows: the simulated cluster, scenarios, faults. */
export function getPanel() {
  return call('/api/panel');
}

/** `what` is say, click, refresh, dismiss, scenario, fault or reveal. */
export function post(what, body) {
  return call(`/api/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Calls `changed` after every change in the lab, and `lost` when the connection breaks; the browser reconnects. */
export function listen(changed, lost) {
  const events = new EventSource('/api/events');
  events.addEventListener('changed', changed);
  events.addEventListener('error', () => {
    lost();
    if (events.readyState === EventSource.CLOSED) setTimeout(() => listen(changed, lost), 2000);
  });
}
