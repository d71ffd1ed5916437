using Spindle.Benchmarks.Shuffle.Wire;
using Spindle.Benchmarks.Shuffle.Work;

// What: wire (streams and calls over loopback, beside what bounds them); serve (work on request, for pieces.mjs and tpch.mjs).
switch (args)
{
    case [] or ["wire", ..]:
        await WireBenchmark.RunAsync([.. args.Skip(1)]);
        return 0;
    case ["serve", _, _, ..]:
        WorkServer.Run(args[1..]);
        return 0;
    default:
        Console.Error.WriteLine("usage: wire [seconds a measurement] [names...] | serve MASTER FOLDER_OF_TABLES [key=value...]");
        return 2;
}
