"""Writes the expected bytes of every example, made by Google's own compiler and JSON reader.

Usage: python examples.py        (see README.md for the packages)

For each folder of proto-examples/: protoc compiles its .proto files, Python's json_format reads message.json into the
root type of about.md, protoc encodes that message (handed over in text format), and the bytes go to
examples/<slug>.hex, 16 a line. Why not Python's own serializer: it writes integer map keys and extensions in an order
of its own; protoc's is that of the numbers.
"""

import pathlib
import subprocess
import sys
import tempfile

import google.protobuf
import grpc_tools
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory, text_format

HERE = pathlib.Path(__file__).resolve().parent
EXAMPLES = HERE.parent.parent / "proto-examples"
GOOGLE = pathlib.Path(grpc_tools.__file__).parent / "_proto"

# The example that does not compile on purpose is judged by what it would say when mended.
BROKEN = "rpc GetUser UserRequest returns UserResponse;"
MENDED = "rpc GetUser(UserRequest) returns (UserResponse);"


def protoc(*arguments, given=None):
    """What the compiler writes to standard output; the script ends if it refuses."""
    run = [sys.executable, "-m", "grpc_tools.protoc", *arguments]
    return subprocess.run(run, input=given, stdout=subprocess.PIPE, check=True).stdout


def mended_copy(folder, target):
    """Copies a folder's .proto files to `target` and returns their import paths."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.proto"))
    for name in names:
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text((folder / name).read_text("utf-8").replace(BROKEN, MENDED), "utf-8")
    return names


def encode(folder, root):
    """The bytes of message.json as the message type `root`."""
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        names = mended_copy(folder, scratch / "src")
        include = [f"-I{scratch / 'src'}", f"-I{GOOGLE}"]
        protoc(*include, "--include_imports", f"--descriptor_set_out={scratch / 'set'}", *names)
        pool = descriptor_pool.DescriptorPool()
        for file in descriptor_pb2.FileDescriptorSet.FromString((scratch / "set").read_bytes()).file:
            pool.Add(file)
        message = message_factory.GetMessageClass(pool.FindMessageTypeByName(root))()
        json_format.Parse((folder / "message.json").read_text("utf-8"), message, descriptor_pool=pool)
        text = text_format.MessageToString(message).encode()
        data = protoc(*include, f"--encode={root}", "--deterministic_output", *names, given=text)
        # The detour through text must not have lost anything.
        if type(message).FromString(data) != message:
            raise SystemExit(f"{folder.name}: protoc and Python disagree")
        return data


def front_matter(folder):
    """The `key: value` lines between the title and the first empty line of about.md."""
    lines = (folder / "about.md").read_text("utf-8").splitlines()
    head = lines[1 : lines.index("")]
    return dict(line.split(": ", 1) for line in head)


def main():
    print(f"protobuf {google.protobuf.__version__}")
    for old in (HERE / "examples").glob("*.hex"):
        old.unlink()
    for folder in sorted(path for path in EXAMPLES.iterdir() if path.is_dir()):
        slug = folder.name.split("-", 1)[1]
        data = encode(folder, front_matter(folder)["type"])
        rows = [data[at : at + 16].hex(" ") for at in range(0, len(data), 16)]
        (HERE / "examples" / f"{slug}.hex").write_text("".join(row + "\n" for row in rows), "ascii")
        print(f"{slug}: {len(data)} bytes")


if __name__ == "__main__":
    main()
