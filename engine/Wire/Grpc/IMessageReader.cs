using System.Runtime.CompilerServices;

namespace Spindle.Wire.Grpc;

/// <summary>The messages that the far end sends, in their order. One reader at a time. What carries a payload is the reader's to release.</summary>
public interface IMessageReader<T>
{
    /// <summary>The message that <see cref="MoveNextAsync"/> came to.</summary>
    T Current { get; }

    /// <summary>Waits for the next message; false at the end of the stream, which on a client means that the call ended well.</summary>
    /// <exception cref="RpcException">The call ended otherwise.</exception>
    ValueTask<bool> MoveNextAsync(CancellationToken cancellation = default);

    /// <summary>All messages up to the end.</summary>
    async IAsyncEnumerable<T> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (await MoveNextAsync(cancellation).ConfigureAwait(false))
            yield return Current;
    }
}
