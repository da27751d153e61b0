// The one way out of the page of live calls: a POST, and what comes of it, piece by piece. Decides nothing.

const quiet = { credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" };

// Tells "head" (status, headers), "piece" (bytes), then "end" or "error" (whether the response had begun). Returns what ends it.
globalThis.wirelensCall = (address, headers, body, tell) => {
  const stop = new AbortController();
  const call = async () => {
    let begun = false;
    try {
      const response = await fetch(address, { ...quiet, method: "POST", headers, body, signal: stop.signal });
      begun = true;
      tell("head", response.status, [...response.headers]);
      const reader = response.body?.getReader();
      for (let next = await reader?.read(); next && !next.done; next = await reader.read()) tell("piece", next.value, null);
      tell("end", null, null);
    } catch {
      tell("error", begun, null);
    }
  };
  call();
  return () => stop.abort();
};

// Whether anything answers there, though nobody may read what.
globalThis.wirelensAnswers = (address) => fetch(address, { ...quiet, mode: "no-cors" }).then(() => true, () => false);
