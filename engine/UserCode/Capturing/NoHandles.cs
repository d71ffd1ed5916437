using System.Diagnostics;

namespace Spindle.UserCode.Capturing;

/// <summary>Where no handle was ever sent.</summary>
public sealed class NoHandles : IHandleSource
{
    public static readonly NoHandles Instance = new();

    public ITravelHandle Find(long id, Type type) => throw new UnreachableException($"no handle {id} of type {type} was sent");
}
