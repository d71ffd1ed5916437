using Spindle.Columnar.Types;

namespace Spindle.Plans.UserCode;

/// <summary>A delegate of the user's program as a value that travels: where its method is, and what it captured.</summary>
/// <param name="Assembly">The simple name of the assembly that has the method.</param>
/// <param name="ModuleVersion">The compiler's id of that very build: another build of the same program is another program.</param>
/// <param name="Method">For people: <c>Program.Main.lambda</c>, as error messages name it.</param>
/// <param name="Code">The method and the captured values that its code reaches, as the user-code room writes them.</param>
public sealed record UserDelegate(string Assembly, string ModuleVersion, string Method, ByteString Code)
{
    /// <summary>The program's assemblies that <see cref="Code"/> names, so that they get to where it runs.</summary>
    public ValueList<ProgramAssembly> Assemblies { get; init; } = [];

    /// <summary>The broadcast variables and accumulators that <see cref="Code"/> names, by id.</summary>
    public ValueList<long> Handles { get; init; } = [];

    public override string ToString() => Method;
}
