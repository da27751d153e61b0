// What the browser knows of files: what is in a drop, what an input holds, how one is saved. Decides nothing: whether a
// folder is entered and a file is read, it asks.

// A drop's items are gone after the event, so this is called within it.
export const dropped = (transfer) =>
  [...transfer.items]
    .filter((item) => item.kind === "file")
    .map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile())
    .filter((thing) => thing !== null);

// Of a folder the browser gives all files at once, with their paths. The same ones can be chosen again.
export const chosen = (input) => {
  const files = [...input.files];
  input.value = "";
  return files;
};

// Files and folders, one after the other: `enter(path)`, `wants(path, size, chosen)`, and `add(path, bytes)`, without the
// bytes where they can't be read.
export const gather = async (things, enter, wants, add) => {
  const read = async (path, file, top) => {
    if (!wants(path, file.size, top)) return;
    add(path, await file.arrayBuffer().then((buffer) => new Uint8Array(buffer), () => undefined));
  };
  const promise = (start) => new Promise(start).catch(() => undefined);
  const walk = async (thing, path, top) => {
    if (thing instanceof File) {
      await read(thing.webkitRelativePath || path, thing, top && !thing.webkitRelativePath);
    } else if (thing.isFile) {
      const file = await promise((done, failed) => thing.file(done, failed));
      await (file ? read(path, file, top) : add(path, undefined));
    } else if (enter(path)) {
      const reader = thing.createReader();
      // A folder is given in pieces, the last of which is empty.
      for (;;) {
        const inner = await promise((done, failed) => reader.readEntries(done, failed));
        if (!inner?.length) break;
        for (const entry of inner) await walk(entry, `${path}/${entry.name}`, false);
      }
    }
  };
  for (const thing of things) await walk(thing, thing.name, true);
};

// The browser's own way to save: a link that is followed. Its address is given back once nobody can still be reading.
export const save = (name, type, bytes) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
};
