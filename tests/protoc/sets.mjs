// Just enough of the wire format to take a FileDescriptorSet apart and to put records one behind the other.

const FILE_TAG = 0x0a; // FileDescriptorSet.file and FileDescriptorProto.name: field 1, LEN

function varint(bytes, at) {
  let value = 0;
  for (let shift = 1; ; shift *= 128) {
    const byte = bytes[at++];
    value += (byte & 0x7f) * shift;
    if (byte < 0x80) return { value, at };
  }
}

function encodedVarint(value) {
  const bytes = [];
  for (; value >= 0x80; value = Math.floor(value / 128)) bytes.push((value % 128) | 0x80);
  return Buffer.from([...bytes, value]);
}

/** The bytes behind their length. */
export function delimited(bytes) {
  return Buffer.concat([encodedVarint(bytes.length), bytes]);
}

/** The files of a set: name, and the whole record (tag, length, bytes) that protoc wrote. */
export function filesOfSet(set) {
  const files = [];
  for (let at = 0; at < set.length; ) {
    if (set[at] !== FILE_TAG) throw new Error(`not a file's tag at ${at}`);
    const { value: length, at: start } = varint(set, at + 1);
    const body = set.subarray(start, start + length);
    if (body[0] !== FILE_TAG) throw new Error(`a file without a name at ${at}`);
    const name = varint(body, 1);
    files.push({ name: body.toString("utf8", name.at, name.at + name.value), body, record: set.subarray(at, start + length) });
    at = start + length;
  }
  return files;
}
