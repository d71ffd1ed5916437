using System.Diagnostics;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Vectors;

namespace Spindle.Columnar.Ipc.Reading;

/// <summary>
/// References that decoding holds until they go into a vector. Whatever is left when decoding fails is released, so
/// that a corrupt message costs no memory.
/// </summary>
internal sealed class PendingReferences : IDisposable
{
    private readonly List<object> held = [];

    internal T Hold<T>(T reference) where T : class
    {
        held.Add(reference);
        return reference;
    }

    /// <summary>Gives a reference out of this list's care; the latest are the first to go.</summary>
    internal T Give<T>(T reference) where T : class
    {
        for (int i = this.held.Count - 1; i >= 0; i--)
        {
            if (ReferenceEquals(this.held[i], reference))
            {
                this.held.RemoveAt(i);
                return reference;
            }
        }

        throw new UnreachableException("a reference is given that is not held");
    }

    internal T? GiveIfAny<T>(T? reference) where T : class => reference is null ? null : Give(reference);

    public void Dispose()
    {
        foreach (object reference in held)
        {
            switch (reference)
            {
                case NativeBuffer buffer:
                    buffer.Release();
                    break;
                case BytesHeap heap:
                    heap.Release();
                    break;
                case Vector vector:
                    vector.Release();
                    break;
                default:
                    throw new UnreachableException(reference.GetType().Name);
            }
        }

        held.Clear();
    }
}
