using Spindle.Protos;
using Spindle.UserCode.Shipping;
using ProgramFile = Spindle.Protos.ProgramFile;

namespace Spindle.Driver.Programs;

/// <summary>Files of the program as executors know them: two sets of the same files are one program.</summary>
/// <param name="Id">The hash of the files' hashes.</param>
internal sealed record ShippedProgram(string Id, ProgramManifest Manifest)
{
    public Program ToMessage()
    {
        var message = new Program { Id = Id };
        message.Files.AddRange(Manifest.Files.Select(f => new ProgramFile { Native = f.Kind == ProgramFileKind.Native, Name = f.Name, FileName = f.FileName, Hash = f.Hash, Size = f.Size }));
        return message;
    }
}
