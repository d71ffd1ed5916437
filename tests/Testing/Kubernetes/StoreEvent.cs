namespace Spindle.Testing.Kubernetes;

/// <summary>A change of the store, as watches tell it.</summary>
/// <param name="Type">ADDED, MODIFIED or DELETED.</param>
/// <param name="Before">The object before, for watches that select by labels or fields.</param>
internal sealed record StoreEvent(string Type, StoredObject Object, StoredObject? Before);
