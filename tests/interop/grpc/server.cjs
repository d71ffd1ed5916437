const { grpc, sum, Driver, Blocks, serverCredentials } = require("./services.cjs");

const server = new grpc.Server({ "grpc.max_receive_message_length": 64 << 20, "grpc.max_send_message_length": 64 << 20 });

server.addService(Driver.service, {
  Heartbeat(call, reply) {
    const id = call.request.executor_id;
    if (id === "silent")
      return;
    const trailers = new grpc.Metadata();
    trailers.set("seen", String(call.metadata.get("asked")[0] ?? ""));
    trailers.set("raw-bin", Buffer.from([0, 255, 7]));
    if (id === "failing")
      reply({ code: grpc.status.FAILED_PRECONDITION, details: "100% grün ✗", metadata: trailers });
    else
      reply(null, { known: id === "1" }, trailers);
  },
  Connect(call) {
    call.on("data", (message) => call.write({ refused: { reason: `${message.kind} ${message.data.length} ${sum(message.data)}` } }));
    call.on("end", () => call.end());
  },
  AuthorizeCommit(call, reply) {
    call.on("cancelled", () => console.log("cancelled"));
  },
});

server.addService(Blocks.service, {
  Fetch(call) {
    for (let i = call.request.from_partition; i < call.request.to_partition; i++) {
      const data = Buffer.alloc(i * 10007, i);
      call.write({ map: i, partition: i, length: data.length, data });
    }
    call.end();
  },
  Put(call, reply) {
    const accepted = [];
    call.on("data", (chunk) => accepted.push({ cached: { dataset: sum(chunk.data), partition: chunk.data.length } }));
    call.on("end", () => reply(null, { accepted }));
  },
  FetchResult() {},
  FetchCached() {},
});

server.bindAsync("127.0.0.1:0", serverCredentials(process.argv[2]), (error, port) => {
  if (error)
    throw error;
  console.log(port);
});
process.stdin.on("end", () => server.forceShutdown());
process.stdin.resume();
