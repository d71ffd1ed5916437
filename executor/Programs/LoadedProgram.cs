using Spindle.UserCode.Capturing;
using Spindle.UserCode.Shipping;

namespace Spindle.Executor.Programs;

/// <summary>A program in this process: its assemblies in a context of their own, and the broadcast variables that its functions read.</summary>
internal sealed class LoadedProgram(ExecutorContext executor, string id, IEnumerable<ProgramFile> files)
{
    // Tasks come and go, and what they load is for all of them: no task's cancellation ends a fetch that others wait for.
    private readonly ProgramLoadContext context = new($"program {id[..8]}", files, executor.DriverFiles, Path.Combine(executor.Options.Folder, "program"));

    public IAssemblySource Assemblies => context;

    /// <summary>The broadcast variable of that number, fetched and made once.</summary>
    public ITravelHandle Broadcast(long handle, Type type, CancellationToken cancellation) => executor.Values.Handle(handle, type, context, cancellation);
}
