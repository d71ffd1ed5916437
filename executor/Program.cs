using System.Diagnostics;
using System.Runtime.InteropServices;
using Spindle.Executor;
using Spindle.Launch;
using Spindle.Wire.Certificates;
using Spindle.Wire.Plans;

// A fifth of the start, and of use in all that follows the launch's reading.
MachineAuthorities.ReadAhead();

// The launch comes as the first line of standard input, or, where the platform starts executors, out of a file. An executor whose input ends has lost its driver.
var fromFile = args is ["--launch", _];
var line = fromFile ? File.ReadAllText(args[1]) : Console.In.ReadLine();
if (line is null)
{
    Console.Error.WriteLine("an executor is started by its driver: its launch is expected as a line of JSON on standard input, or as a file after --launch");
    return 2;
}

var launch = ExecutorLaunch.FromJson(line);
if (fromFile && Environment.GetEnvironmentVariable("SPINDLE_NODE_NAME") is { Length: > 0 } node)
    launch = launch with { Node = node };
if (ContainerLimits.Shortage(launch.Memory) is { } shortage)
{
    Console.Error.WriteLine(shortage);
    return 2;
}

using var executor = new ExecutorContext(new ExecutorOptions(launch), static () => new PlanCodec(TravellingTables.Records), () => TravellingTables.Openers(launch.Settings), TimeProvider.System);
var started = Process.GetCurrentProcess().StartTime;
var lastWords = new LastWords(executor.Options.TerminationMessage);
void Say(string text)
{
    Console.Error.WriteLine(text);
    lastWords.Say(text);
}

var session = new ExecutorSession(executor, Say, lastWords.Grown, () => DateTime.Now - started);
using var leaving = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    if (executor.Options.HandsOver)
        session.Leave("SIGTERM");
    else
        session.Stop("SIGTERM");
});
if (!fromFile)
    new Thread(() =>
    {
        while (Console.In.ReadLine() is not null)
        {
            // Nothing else is said there.
        }

        session.Stop("the driver has ended");
    }) { IsBackground = true, Name = "driver's end" }.Start();
return await session.RunAsync();
