using System.Collections.Concurrent;
using Spindle.UserCode.Shipping;
using ProgramFile = Spindle.UserCode.Shipping.ProgramFile;

namespace Spindle.Executor.Programs;

/// <summary>The programs that the driver has named, each loaded when the first task needs it.</summary>
internal sealed class ProgramTable(ExecutorContext executor)
{
    private readonly ConcurrentDictionary<string, Lazy<LoadedProgram>> programs = new(StringComparer.Ordinal);

    public void Add(Protos.Program program) => programs.TryAdd(program.Id, new Lazy<LoadedProgram>(() => Load(program)));

    /// <exception cref="IOException">The driver has not named it.</exception>
    public LoadedProgram Find(string id) => programs.TryGetValue(id, out var program) ? program.Value : throw new IOException($"program {id} has not been sent");

    private LoadedProgram Load(Protos.Program program)
    {
        EngineAssemblies.FindBeside();
        return new LoadedProgram(executor, program.Id, program.Files.Select(f => new ProgramFile(f.Native ? ProgramFileKind.Native : ProgramFileKind.Assembly, f.Name, f.FileName, f.Hash, f.Size)));
    }
}
