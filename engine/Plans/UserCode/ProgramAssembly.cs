namespace Spindle.Plans.UserCode;

/// <summary>One build of one assembly of the user's program.</summary>
/// <param name="Name">Its simple name.</param>
/// <param name="ModuleVersion">The compiler's id of that build.</param>
public sealed record ProgramAssembly(string Name, string ModuleVersion);
