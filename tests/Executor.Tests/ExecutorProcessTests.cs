using System.Diagnostics;
using Spindle.Launch;
using Spindle.Protos;
using Spindle.Testing;
using Spindle.Wire.Grpc;
using Spindle.Wire.Grpc.Server;
using Spindle.Wire.Services;

namespace Spindle.Executor.Tests;

/// <summary>How an executor process comes and goes: it registers, leaves on SIGTERM, and ends with its driver, its files removed.</summary>
public sealed class ExecutorProcessTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("spindle-executor-");
    private readonly TaskCompletionSource<Register> registered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DriverMessage> last = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private GrpcServer driver = null!;
    private Task<string> said = Task.FromResult("");
    private readonly TaskCompletionSource heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool knows = true;
    private bool hears = true;
    private string driverTimeout = "60000";

    public async Task InitializeAsync() => driver = await GrpcServer.StartAsync(new GrpcServerSettings(), [new GrpcService()
        .Bidirectional(DriverMethods.Connect, ConnectAsync)
        .Unary(DriverMethods.Heartbeat, (_, _) => Task.FromResult(new HeartbeatReply { Known = knows }))]);

    public async Task DisposeAsync()
    {
        await driver.DisposeAsync();
        Assert.Empty(folder.EnumerateFileSystemInfos());
        folder.Delete();
    }

    [Fact]
    public async Task Sigterm_lets_it_leave_in_order()
    {
        using var process = await StartAsync();
        await AskAsync(process);
        await drained.Task.WaitAsync(Patience);
        await AssertEndsAsync(0, process);
    }

    /// <summary>A driver that is busy reads late, and would not read any more what a cut connection had brought.</summary>
    [Fact]
    public async Task It_leaves_when_the_driver_has_heard_that_it_drained()
    {
        if (TestTiers.Current == TestTier.Default)
        {
            Skipped.Say("an executor that waits to be heard; SPINDLE_TEST_TIER=ci tries it");
            return;
        }

        hears = false;
        using var process = await StartAsync();
        await AskAsync(process);
        await drained.Task.WaitAsync(Patience);
        // Longer than it gives its peers to be named, and than any write takes.
        using (var moment = new CancellationTokenSource(TimeSpan.FromSeconds(6)))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => process.WaitForExitAsync(moment.Token));
        heard.SetResult();
        await AssertEndsAsync(0, process);
    }

    [Fact]
    public async Task It_leaves_a_driver_that_does_not_hear()
    {
        // Longer than a heartbeat takes on a busy machine: one that is not answered in time ends the executor another way.
        (hears, driverTimeout) = (false, "4000");
        using var process = await StartAsync();
        await AskAsync(process);
        await AssertEndsAsync(0, process);
        heard.SetResult();
    }

    [Fact]
    public async Task It_ends_when_its_input_ends()
    {
        using var process = await StartAsync();
        process.StandardInput.Close();
        await AssertEndsAsync(1, process);
    }

    [Fact]
    public async Task It_ends_when_the_driver_does_not_know_it_any_more()
    {
        knows = false;
        using var process = await StartAsync();
        await AssertEndsAsync(1, process);
    }

    [Fact]
    public async Task It_ends_when_the_driver_says_so()
    {
        using var process = await StartAsync();
        last.SetResult(new DriverMessage { Shutdown = new Shutdown { Reason = "done" } });
        await AssertEndsAsync(0, process);
    }

    private static async Task AskAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private async Task<Process> StartAsync()
    {
        var command = ProcessCommand.Beside();
        var start = new ProcessStartInfo(command.FileName, command.Arguments) { RedirectStandardInput = true, RedirectStandardError = true, UseShellExecute = false };
        var process = Process.Start(start)!;
        said = process.StandardError.ReadToEndAsync();
        var settings = new Dictionary<string, string> { ["spindle.executor.heartbeatInterval"] = "200", ["spindle.executor.driverTimeout"] = driverTimeout };
        await process.StandardInput.WriteLineAsync(new ExecutorLaunch("app", "1", driver.Address.ToString(), "node", 1, 64 << 20, "", folder.FullName, settings).ToJson());
        await process.StandardInput.FlushAsync();
        var register = await registered.Task.WaitAsync(Patience);
        Assert.Equal(("app", "1", process.Id), (register.Application, register.ExecutorId, register.Pid));
        return process;
    }

    private async Task AssertEndsAsync(int code, Process process)
    {
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == code, $"it ended with {process.ExitCode}: {await said}");
    }

    private async Task ConnectAsync(IMessageReader<WithPayload<ExecutorMessage>> from, IMessageWriter<DriverMessage> to, ServerCallContext context)
    {
        await from.MoveNextAsync(context.Cancellation);
        await to.WriteAsync(new DriverMessage { Registered = new Registered() }, context.Cancellation);
        registered.TrySetResult(from.Current.Header.Register);
        _ = SendAsync(to);
        while (await from.MoveNextAsync(context.Cancellation))
            if (from.Current.Header.Drained is not null)
            {
                drained.TrySetResult();
                if (!hears)
                    await heard.Task.WaitAsync(context.Cancellation);
            }
    }

    private async Task SendAsync(IMessageWriter<DriverMessage> to) => await to.WriteAsync(await last.Task);
}
