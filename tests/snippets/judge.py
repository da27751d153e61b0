"""Calls and serves any method with bytes as they are: grpcio, without a schema.

    judge.py serve ADDRESS each|end [HEX …]   takes every call; answers each request, or the end of them, with these messages
    judge.py call ADDRESS METHOD [HEX …]      makes a call with these messages

Both print a line of hex for each message that comes.
"""

import sys
from concurrent import futures

import grpc


class Judge(grpc.GenericRpcHandler):
    def __init__(self, answers_each, replies):
        self.answers_each = answers_each
        self.replies = replies

    def service(self, handler_call_details):
        return grpc.stream_stream_rpc_method_handler(self.handle)

    def handle(self, requests, context):
        for request in requests:
            print(request.hex())
            if self.answers_each:
                yield from self.replies
        if not self.answers_each:
            yield from self.replies


def serve(address, when, *replies):
    server = grpc.server(futures.ThreadPoolExecutor())
    server.add_generic_rpc_handlers([Judge(when == "each", [bytes.fromhex(it) for it in replies])])
    server.add_insecure_port(address)
    server.start()
    print("listening on", address)
    server.wait_for_termination()


def call(address, method, *requests):
    with grpc.insecure_channel(address) as channel:
        try:
            for reply in channel.stream_stream(method)(bytes.fromhex(it) for it in requests):
                print(reply.hex())
        except grpc.RpcError as error:
            sys.exit(f"{error.code().name}: {error.details()}")


if __name__ == "__main__":
    {"serve": serve, "call": call}[sys.argv[1]](*sys.argv[2:])
