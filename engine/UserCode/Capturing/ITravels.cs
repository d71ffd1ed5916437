namespace Spindle.UserCode.Capturing;

/// <summary>A handle that travels as an id: the value behind it gets to executors another way (broadcast variables, accumulators).</summary>
public interface ITravelHandle
{
    /// <summary>The id that the handle is found by in another process.</summary>
    long HandleId { get; }
}

/// <summary>Marks the engine's own closures over the user's delegates; all of their fields are sent.</summary>
public interface ITravels;

/// <summary>Where captured handles are found again.</summary>
public interface IHandleSource
{
    /// <summary>The handle of that id and type in this process.</summary>
    ITravelHandle Find(long id, Type type);
}

/// <summary>Where the user's assemblies are found again.</summary>
public interface IAssemblySource
{
    /// <summary>The assembly of that simple name, as the build that a query was made with.</summary>
    /// <param name="moduleVersion">The build's id; null for any.</param>
    System.Reflection.Assembly Find(string name, string? moduleVersion);
}
