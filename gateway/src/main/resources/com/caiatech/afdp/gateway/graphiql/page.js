'use strict';
// The token stays in this tab: it comes from the field or from '#token=', which is removed at once,
// and never stands in a URL that a server sees.
(function () {
  const endpoint = 'graphql';
  const key = 'afdp.token';
  const field = document.getElementById('token');
  const state = document.getElementById('state');

  const fragment = new URLSearchParams(window.location.hash.slice(1));
  if (fragment.has('token')) {
    window.sessionStorage.setItem(key, fragment.get('token'));
    window.history.replaceState(null, '', window.location.pathname + window.location.search);
  }
  field.value = window.sessionStorage.getItem(key) || '';

  function tell(text) {
    state.textContent = text;
  }

  function headers(extra, accept) {
    const all = { 'content-type': 'application/json', accept: accept };
    if (field.value.trim() !== '') {
      all.authorization = 'Bearer ' + field.value.trim();
    }
    return Object.assign(all, extra || {});
  }

  function isSubscription(parameters, options) {
    const documentAst = options && options.documentAST;
    if (!documentAst) {
      return false;
    }
    const operations = documentAst.definitions.filter((it) => it.kind === 'OperationDefinition');
    const named = operations.find((it) => it.name && it.name.value === parameters.operationName);
    const chosen = named || operations[0];
    return Boolean(chosen) && chosen.operation === 'subscription';
  }

  async function ask(parameters, options) {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: headers(options && options.headers, 'application/graphql-response+json, application/json;q=0.9'),
      body: JSON.stringify(parameters),
      credentials: 'omit',
    });
    tell(response.status === 401 ? 'a token is needed' : 'status ' + response.status);
    return response.json();
  }

  async function* listen(parameters, options) {
    const stop = new AbortController();
    try {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: headers(options && options.headers, 'text/event-stream'),
        body: JSON.stringify(parameters),
        credentials: 'omit',
        signal: stop.signal,
      });
      tell('status ' + response.status);
      if (!(response.headers.get('content-type') || '').startsWith('text/event-stream')) {
        yield response.json();
        return;
      }
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let pending = '';
      for (;;) {
        const part = await reader.read();
        if (part.done) {
          return;
        }
        pending += part.value;
        const messages = pending.split('\n\n');
        pending = messages.pop();
        for (const message of messages) {
          const lines = message.split('\n');
          if (lines.includes('event: complete')) {
            return;
          }
          if (lines.includes('event: next')) {
            yield JSON.parse(lines.find((line) => line.startsWith('data: ')).slice(6));
          }
        }
      }
    } finally {
      stop.abort();
    }
  }

  function fetcher(parameters, options) {
    return isSubscription(parameters, options) ? listen(parameters, options) : ask(parameters, options);
  }

  const root = ReactDOM.createRoot(document.getElementById('graphiql'));
  function render() {
    // A new key makes GraphiQL ask for the schema again, now with the token.
    root.render(
      React.createElement(GraphiQL, {
        key: field.value,
        fetcher: fetcher,
        defaultQuery: '# Paste a bearer token above, then explore.\n{\n  __typename\n}\n',
        isHeadersEditorEnabled: true,
        shouldPersistHeaders: false,
      }),
    );
  }

  field.addEventListener('change', function () {
    window.sessionStorage.setItem(key, field.value.trim());
    render();
  });
  render();
})();
