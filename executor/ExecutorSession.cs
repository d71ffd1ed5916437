using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Spindle.Execution.Blocks;
using Spindle.Launch;
using Spindle.Protos;
using Spindle.Wire.Grpc;
using Spindle.Wire.Grpc.Server;
using Spindle.Wire.Services;
using CachedBlockKey = Spindle.Execution.Blocks.CachedBlockKey;

namespace Spindle.Executor;

/// <summary>An executor's life with its driver: it serves its blocks, registers, runs what it is told, and ends when the driver says so, or is gone.</summary>
/// <param name="say">Takes a line for whoever reads what the process says.</param>
/// <param name="beat">Called with every heartbeat.</param>
/// <param name="age">How long the process has run.</param>
internal sealed class ExecutorSession(ExecutorContext executor, Action<string> say, Action beat, Func<TimeSpan> age)
{
    /// <summary>What the process returns that never reached its driver.</summary>
    private const int Unreached = 3;

    private readonly TaskCompletionSource<string> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private DriverLink? link;
    private TaskSlots? slots;
    private StageTable? stages;
    private Heartbeats? heartbeats;
    private GrpcServer? health;
    // Who may take the blocks: the driver says so when it hears that this executor leaves.
    private static readonly TimeSpan PeersPatience = TimeSpan.FromSeconds(2);
    private readonly TaskCompletionSource<Drain> peers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool draining;

    /// <summary>Runs until the end.</summary>
    /// <returns>0 where the end was an orderly one.</returns>
    public async Task<int> RunAsync()
    {
        if (await DriverReach.TryAsync(executor.Options.Driver, executor.Options.ReachTimeout, executor.Time).ConfigureAwait(false) is { } obstacle)
        {
            say($"the driver at {executor.Launch.Driver} is out of reach: {obstacle}");
            return Unreached;
        }

        var here = Here();
        // Dialling and encrypting take as long as the server's start, most of it work: they go side by side, on two threads.
        var dialling = Task.Run(() => new DriverLink(executor));
        GrpcServer server;
        try
        {
            server = await ServeAsync(here).ConfigureAwait(false);
        }
        catch
        {
            (await dialling.ConfigureAwait(false)).Dispose();
            throw;
        }

        await using (server.ConfigureAwait(false))
        {
            using var connection = link = await dialling.ConfigureAwait(false);
            stages = new StageTable(executor);
            using var running = slots = new TaskSlots(executor, stages, link.Tell, link.Authorize, executor.Options.SendsResults ? link.SendResult : null);
            executor.Store.Dropped = Dropped;
            var conversation = ConverseAsync(new Register
            {
                Application = executor.Application,
                ExecutorId = executor.Id,
                Host = here.ToString(),
                BlockPort = executor.Options.AdvertisedPort > 0 ? executor.Options.AdvertisedPort : server.Address.Port,
                Cores = executor.Launch.Cores,
                Memory = executor.Launch.Memory,
                EngineVersion = BuildIdentity.Current,
                Pid = Environment.ProcessId,
                Node = executor.Launch.Node,
            });
            var reason = await ended.Task.ConfigureAwait(false);
            heartbeats?.Dispose();
            if (health is not null)
                await health.DisposeAsync().ConfigureAwait(false);
            if (reason.Length > 0)
                say(reason);
            await link.FlushAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
            return reason.Length > 0 ? 1 : 0;
        }
    }

    private Task<GrpcServer> ServeAsync(IPAddress here) => GrpcServer.StartAsync(
        new GrpcServerSettings
        {
            Address = new IPEndPoint(IPAddress.IsLoopback(here) ? IPAddress.Loopback : here.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, executor.Options.BlockPort),
            Budget = executor.Budget,
            Time = executor.Time,
            Certificate = executor.Certificate,
            HandlerFailed = (method, exception) => say($"{method} failed: {exception}"),
        },
        [new BlockService(executor).Build(), new HealthService().Service()]);

    /// <summary>Ends at once; the reason is said, an empty one stands for an orderly end.</summary>
    public void Stop(string reason) => ended.TrySetResult(reason);

    /// <summary>Finishes what runs, hands the blocks over, and leaves.</summary>
    public void Leave(string reason)
    {
        lock (gate)
        {
            if (link is null)
            {
                // It has nothing to hand over, and nobody to tell.
                ended.TrySetResult($"{reason} came before the driver was reached");
                return;
            }

            if (draining)
                return;
            draining = true;
            executor.IsLeaving = true;
        }

        link.Tell(new(new ExecutorMessage { Draining = new Draining { Reason = reason } }));
        _ = Task.Run(DrainAsync);
    }

    private async Task ConverseAsync(Register register)
    {
        try
        {
            await link!.RunAsync(register, Hear).ConfigureAwait(false);
            ended.TrySetResult(draining ? "" : "the driver has ended the conversation");
        }
        catch (Exception broken)
        {
            ended.TrySetResult($"the connection to the driver broke: {broken.Message}");
        }
    }

    private void Hear(DriverMessage message)
    {
        switch (message.KindCase)
        {
            case DriverMessage.KindOneofCase.Registered:
                // Not before: a driver that does not know the executor yet would send it away.
                heartbeats ??= new Heartbeats(executor, slots!, beat, reason => ended.TrySetResult(reason));
                _ = ServeHealthAsync();
                _ = Task.Run(executor.Prepare);
                say(string.Create(CultureInfo.InvariantCulture, $"ready {age().TotalSeconds:F2} s pid {Environment.ProcessId}"));
                break;
            case DriverMessage.KindOneofCase.Refused:
                ended.TrySetResult($"the driver refuses this executor: {message.Refused.Reason}");
                break;
            case DriverMessage.KindOneofCase.LaunchStage:
                stages!.Add(message.LaunchStage);
                break;
            case DriverMessage.KindOneofCase.StageOutputs:
                executor.Outputs.Set(message.StageOutputs);
                if (message.StageOutputs.Dataset != 0)
                    executor.Use(message.StageOutputs.Stage.Query, message.StageOutputs.Dataset);
                break;
            case DriverMessage.KindOneofCase.LaunchTasks:
                slots!.Launch(message.LaunchTasks);
                break;
            case DriverMessage.KindOneofCase.CancelTask:
                slots!.Cancel(message.CancelTask.Task);
                break;
            case DriverMessage.KindOneofCase.RemoveQuery:
                slots!.CancelQuery(message.RemoveQuery.Query);
                stages!.RemoveQuery(message.RemoveQuery.Query);
                executor.RemoveQuery(message.RemoveQuery.Query);
                break;
            case DriverMessage.KindOneofCase.RemoveBlocks:
                foreach (var key in message.RemoveBlocks.Blocks)
                    Remove(key);
                break;
            case DriverMessage.KindOneofCase.Drain:
                peers.TrySetResult(message.Drain);
                Leave("the driver asked for it");
                break;
            case DriverMessage.KindOneofCase.Program:
                executor.Programs.Add(message.Program);
                break;
            case DriverMessage.KindOneofCase.RemoveBroadcast:
                executor.Values.Remove(message.RemoveBroadcast.Id);
                break;
            case DriverMessage.KindOneofCase.Shutdown:
                ended.TrySetResult("");
                break;
        }
    }

    // Whoever finds the port open finds an executor that has its driver.
    private async Task ServeHealthAsync()
    {
        if (executor.Options.HealthPort == 0 || health is not null)
            return;
        try
        {
            health = await GrpcServer.StartAsync(new GrpcServerSettings { Address = new IPEndPoint(IPAddress.Any, executor.Options.HealthPort), Budget = executor.Budget, Time = executor.Time }, [new HealthService().Service()]).ConfigureAwait(false);
        }
        catch (IOException taken)
        {
            ended.TrySetResult($"the health port {executor.Options.HealthPort} cannot be had: {taken.Message}");
        }
    }

    private void Remove(Protos.BlockKey key)
    {
        if (key.Map is { } map)
            executor.Store.Remove(new MapBlockKey(map.Query, map.Stage, map.Map));
        else if (key.Cached.Partition < 0)
            executor.RemoveDataset(key.Cached.Dataset);
        else
            executor.Store.Remove(new CachedBlockKey(key.Cached.Dataset, key.Cached.Partition));
    }

    private async Task DrainAsync()
    {
        try
        {
            slots!.Drain(executor.Options.DrainTimeout);
            PutAway(await HandOverAsync().ConfigureAwait(false));
            link!.Tell(new(new ExecutorMessage { Drained = new Drained() }));
            // The driver ends the conversation when it has heard: a connection that is cut before takes unread news with it. It has as long as for anything else that it is asked.
            await link.FlushAsync(executor.Options.DriverTimeout).ConfigureAwait(false);
            await ended.Task.WaitAsync(executor.Options.DriverTimeout, executor.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            ended.TrySetResult("");
        }
        catch (Exception bug)
        {
            // Nobody else waits for this, and it must not stay half gone.
            ended.TrySetResult($"it could not leave in order: {bug}");
        }
    }

    /// <returns>What peers have taken.</returns>
    private async Task<HashSet<Protos.BlockKey>> HandOverAsync()
    {
        HashSet<Protos.BlockKey> handedOver = [];
        foreach (var peer in await PeersAsync().ConfigureAwait(false))
        {
            if (HandedBlocks.Count(executor.Store) <= handedOver.Count)
                break;
            try
            {
                using var patience = new CancellationTokenSource(executor.Options.DrainTimeout, executor.Time);
                var moved = new BlocksMoved { ExecutorId = peer.ExecutorId };
                moved.Blocks.AddRange(await new HandedBlocks(executor).SendAsync(peer, handedOver, patience.Token).ConfigureAwait(false));
                handedOver.UnionWith(moved.Blocks);
                link!.Tell(new(new ExecutorMessage { BlocksMoved = moved }));
            }
            catch (Exception refused) when (refused is RpcException or IOException or OperationCanceledException)
            {
                // The next peer may have room; without any the map tasks run again elsewhere.
                say($"executor {peer.ExecutorId} does not take the blocks: {refused.Message}");
            }
        }

        return handedOver;
    }

    // What stands there counts, however the rest ends.
    private void PutAway(HashSet<Protos.BlockKey> handedOver)
    {
        if (executor.Fallback is not { } storage || HandedBlocks.Count(executor.Store) <= handedOver.Count)
            return;
        using var patience = new CancellationTokenSource(executor.Options.DrainTimeout, executor.Time);
        try
        {
            storage.Save(executor.Store, key => !handedOver.Contains(HandedBlocks.KeyOf(key)!), key =>
            {
                var moved = new BlocksMoved { ExecutorId = FallbackStorage.Holder };
                moved.Blocks.Add(HandedBlocks.KeyOf(key));
                link!.Tell(new(new ExecutorMessage { BlocksMoved = moved }));
            }, patience.Token);
        }
        catch (Exception refused) when (refused is IOException or OperationCanceledException)
        {
            say($"the fallback storage does not take the blocks: {refused.Message}");
        }
    }

    private async Task<IEnumerable<ExecutorAddress>> PeersAsync()
    {
        try
        {
            return (await peers.Task.WaitAsync(PeersPatience, executor.Time).ConfigureAwait(false)).Peers;
        }
        catch (TimeoutException)
        {
            return [];
        }
    }

    private void Dropped(CachedBlockKey key)
    {
        var lost = new BlocksLost { Reason = "memory was short" };
        lost.Blocks.Add(HandedBlocks.KeyOf(key));
        link!.Tell(new(new ExecutorMessage { BlocksLost = lost }));
    }

    // The address by which this machine reaches the driver is the one by which peers reach this machine.
    private IPAddress Here()
    {
        if (executor.Options.Driver is IPEndPoint { Address: var driver } && IPAddress.IsLoopback(driver))
            return driver;
        using var probe = new Socket(executor.Options.Driver.AddressFamily is AddressFamily.InterNetworkV6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        probe.Connect(executor.Options.Driver);
        return ((IPEndPoint)probe.LocalEndPoint!).Address;
    }
}
