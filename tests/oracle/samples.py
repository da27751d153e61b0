"""Writes samples/<name>.jsonl: messages as JSON, and the bytes that Google's own compiler makes of them.

Usage: samples.py PROTOC < lines        (see README.md for the packages, and for who writes the lines)

Each line of standard input has a folder of .proto files, a type, and the JSON of a message. Three others have to agree on it:

- Python's json_format reads the JSON; `PROTOC --encode` makes the bytes of that message, handed over in text format, those of
  what an Any holds included.
- Python's own serializer (upb, deterministic) makes bytes of it, too. Where they differ from protoc's, both have to be the same
  message; how many do is printed.
- json_format's JSON of the bytes says the same as the JSON that was read.

Whatever one of them refuses, or does not say the same of, is printed, and the script ends with 1.
"""

import collections
import json
import math
import pathlib
import struct
import subprocess
import sys
import tempfile

import google.protobuf
from google.protobuf import any_pb2, descriptor, descriptor_pb2, descriptor_pool, json_format, message_factory, text_format

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MESSAGE = descriptor.FieldDescriptor.CPPTYPE_MESSAGE
# Knows no type: with it the text format writes an Any as its two fields.
NOTHING = descriptor_pool.DescriptorPool()
WELL_KNOWN = ["any", "duration", "empty", "field_mask", "struct", "timestamp", "wrappers"]
# The greatest float.
GREATEST = struct.unpack("<f", b"\xff\xff\x7f\x7f")[0]


class Types:
    """The types of a folder, as protoc and Python know them."""

    def __init__(self, protoc, folder):
        self.folder = ROOT / folder
        names = sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.proto"))
        include = pathlib.Path(protoc).resolve().parent.parent / "include"
        # An Any may hold what nobody imports.
        names += [f"google/protobuf/{name}.proto" for name in WELL_KNOWN]
        self.command = [protoc, f"-I{self.folder}", f"-I{include}"]
        self.names = names
        self.pool = descriptor_pool.DescriptorPool()
        with tempfile.TemporaryDirectory() as scratch:
            out = pathlib.Path(scratch) / "set"
            run = [*self.command, "--include_imports", f"--descriptor_set_out={out}", *names]
            subprocess.run(run, check=True)
            for file in descriptor_pb2.FileDescriptorSet.FromString(out.read_bytes()).file:
                self.pool.Add(file)
        # Extensions are known to a class once all messages of their files are made.
        message_factory.GetMessageClassesForFiles(names, self.pool)

    def new(self, name):
        return message_factory.GetMessageClass(self.pool.FindMessageTypeByName(name))()

    def with_any(self, message, encode):
        """A copy in which `encode` has made the bytes of what each Any holds."""
        copy = type(message)()
        copy.CopyFrom(message)
        self._hold(copy, encode)
        return copy

    def _hold(self, message, encode):
        if message.DESCRIPTOR.full_name == "google.protobuf.Any":
            if message.type_url:
                held = self.new(message.type_url.rsplit("/", 1)[1])
                held.ParseFromString(message.value)
                message.value = encode(held)
            return
        for field, value in message.ListFields():
            if field.cpp_type != MESSAGE:
                continue
            if field.message_type.GetOptions().map_entry:
                if field.message_type.fields_by_name["value"].cpp_type == MESSAGE:
                    for inner in value.values():
                        self._hold(inner, encode)
            elif field.is_repeated:
                for inner in value:
                    self._hold(inner, encode)
            else:
                self._hold(value, encode)

    def protoc(self, message):
        """The compiler's bytes."""
        text = text_format.MessageToString(self.with_any(message, self.protoc), descriptor_pool=NOTHING)
        run = [*self.command, f"--encode={message.DESCRIPTOR.full_name}", "--deterministic_output", *self.names]
        return subprocess.run(run, input=text.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True).stdout

    def python(self, message):
        """Python's bytes."""
        return self.with_any(message, self.python).SerializePartialToString(deterministic=True)


def is_same(ours, theirs):
    """Whether two JSON values mean the same; a number is the float or double next to it."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(is_same(value, theirs[key]) for key, value in ours.items())
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(is_same, ours, theirs))
    if isinstance(ours, bool) or isinstance(theirs, bool) or isinstance(ours, str) or isinstance(theirs, str):
        return type(ours) is type(theirs) and ours == theirs
    if isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
        same_sign = math.copysign(1, ours) == math.copysign(1, theirs)
        return same_sign and (ours == theirs or single(ours) == single(theirs) is not None)
    return ours == theirs


def single(number):
    """The float next to a number, if there is one."""
    try:
        return struct.pack("f", number)
    except OverflowError:
        return None


def number(text):
    """A number of JSON. The greatest float in its shortest form is above it as a double, which json_format takes for too large."""
    value = float(text)
    return math.copysign(GREATEST, value) if text.lstrip("-") == "3.4028235e+38" else value


def main(protoc):
    print(f"protobuf {google.protobuf.__version__}, {subprocess.check_output([protoc, '--version'], text=True).strip()}")
    counts = collections.Counter()
    known = {}
    out = collections.defaultdict(list)
    for line in sys.stdin:
        case = json.loads(line)
        folder, name, text = case.pop("folder"), case["type"], case["json"]
        if folder not in known:
            known[folder] = Types(protoc, folder)
        types = known[folder]
        what = f"{name} {case['shape']} {case['seed']}"
        counts["messages"] += 1

        def differs(why):
            counts["differences"] += 1
            print(f"{what}: {why}", file=sys.stderr)

        message = types.new(name)
        try:
            json_format.ParseDict(json.loads(text, parse_float=number), message, descriptor_pool=types.pool)
            data = types.protoc(message)
        except (json_format.ParseError, text_format.ParseError) as error:
            differs(f"json_format: {error}")
            continue
        except subprocess.CalledProcessError as error:
            differs(f"protoc: {error.stderr.decode()}")
            continue
        read = types.new(name)
        read.ParseFromString(data)
        upb = types.python(message)
        if upb != data:
            counts["other order in Python"] += 1
            if types.python(read) != upb:
                differs(f"Python makes another message of it\n  {upb.hex()}\n  {data.hex()}")
        theirs = json.loads(json_format.MessageToJson(read, descriptor_pool=types.pool))
        if not is_same(json.loads(text), theirs):
            differs(f"other JSON\n  ours   {text}\n  theirs {json.dumps(theirs, ensure_ascii=False)}")
        out[pathlib.Path(folder).name].append({**case, "bytes": data.hex()})
    folder = HERE / "samples"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.jsonl"):
        old.unlink()
    for name, cases in out.items():
        lines = "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases)
        (folder / f"{name}.jsonl").write_text(lines, "utf-8")
    print(", ".join(f"{count} {what}" for what, count in counts.items()))
    return 1 if counts["differences"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
