namespace Spindle.UserCode.Capturing;

/// <summary>A handle that travels as an id: the value behind it gets to executors another way (broadcast variables, accumulators).</summary>
public interface ITravelHandle
{
    /// <summary>The id that the handle is found by in another process.</summary>
    long HandleId { get; }
}

/// <summary>A handle on a value that each process has one copy of.</summary>
public interface IBroadcast : ITravelHandle
{
    /// <summary>The value as it travels; made once.</summary>
    /// <exception cref="Columnar.Errors.SpindleException">SPINDLE_USER_CODE.CAPTURED_VALUE: it cannot be sent.</exception>
    CapturedValue Captured { get; }
}

/// <summary>A handle on a total that tasks add to, each to a copy of its own.</summary>
public interface ITotal : ITravelHandle
{
    /// <summary>What this copy has come to.</summary>
    object? Total { get; }

    /// <summary>Adds what another copy has come to.</summary>
    void Merge(object? total);
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
