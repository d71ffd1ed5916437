using Spindle.Benchmarks.Shuffle.Wire;

// What: wire (streams and calls over loopback, beside what bounds them).
switch (args.FirstOrDefault() ?? "wire")
{
    case "wire":
        await WireBenchmark.RunAsync([.. args.Skip(1)]);
        return 0;
    default:
        Console.Error.WriteLine("usage: wire [seconds a measurement] [names...]");
        return 2;
}
